//! The line that says how things stand.

use leptos::text_prop::TextProp;

use crate::prelude::*;

/// A polite live region with one sentence; invisible while empty.
#[component]
pub fn StatusLine(
    /// The sentence.
    #[prop(into)]
    text: TextProp,
) -> impl IntoView {
    view! { <p class="status-line" role="status">{move || text.get().to_string()}</p> }
}
