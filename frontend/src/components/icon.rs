//! Icons as a component.

pub use crate::parts::icon::*;
use crate::prelude::*;

/// An icon. Always beside a word, or inside a control that carries its own name.
#[component]
pub fn Icon(shape: Shape) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=shape.path()></path>
        </svg>
    }
}
