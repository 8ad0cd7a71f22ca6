//! A card whose heading link covers it.

use leptos::text_prop::TextProp;

use crate::prelude::*;

/// A card: the whole of it follows the link of its heading. Other controls inside stay reachable.
#[component]
pub fn Card(
    /// What it is about.
    #[prop(into)]
    title: TextProp,
    /// Where it leads.
    #[prop(into)]
    href: TextProp,
    /// Marks something that nobody looked at yet.
    #[prop(optional, into)]
    is_new: Reactive<bool>,
    /// What else it tells.
    children: Children,
) -> impl IntoView {
    view! {
        <article class="card" class:card--new=move || is_new.get()>
            <h2 class="card__title">
                <a class="card__link" href=move || href.get().to_string()>
                    {move || title.get().to_string()}
                </a>
                {move || is_new.get().then(|| view! { " "<span class="badge badge--new">{t!(common.new)}</span> })}
            </h2>
            {children()}
        </article>
    }
}
