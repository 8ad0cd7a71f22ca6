//! The mark: a dot between two arcs.

use crate::prelude::*;

/// The mark, as decoration: the name of the product stands beside it.
#[component]
pub fn Mark() -> impl IntoView {
    view! {
        <svg class="mark" viewBox="0 0 28 28" aria-hidden="true" focusable="false">
            <path class="mark__arc" d="M6.2 6.2a11 11 0 0 0 0 15.6M21.8 6.2a11 11 0 0 1 0 15.6"></path>
            <circle class="mark__dot" cx="14" cy="14" r="4"></circle>
        </svg>
    }
}
