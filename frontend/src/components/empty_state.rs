//! A list without rows.

use leptos::text_prop::TextProp;

use crate::prelude::*;

/// One sentence why, and one thing to do (the children).
#[component]
pub fn EmptyState(
    /// Why there is nothing.
    #[prop(into)]
    text: TextProp,
    /// What to do.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <svg class="empty__picture" viewBox="0 0 96 48" aria-hidden="true" focusable="false">
                <path class="mark__arc" d="M34 10a20 20 0 0 0 0 28M62 10a20 20 0 0 1 0 28M22 2a34 34 0 0 0 0 44M74 2a34 34 0 0 1 0 44"></path>
                <circle class="empty__dot" cx="48" cy="24" r="6"></circle>
            </svg>
            <p class="empty__text">{move || text.get().to_string()}</p>
            {children.map(|children| children())}
        </div>
    }
}
