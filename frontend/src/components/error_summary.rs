//! Everything that is wrong with a form, on top of it.

use super::ProblemView;
use super::page::use_page;
use crate::browser::dom;
use crate::forms::AnyForm;
use crate::prelude::*;

/// Lists the errors of a form with links to their fields, and takes the focus when there are any.
#[component]
pub fn ErrorSummary(
    /// The form.
    #[prop(into)]
    form: AnyForm,
) -> impl IntoView {
    let node = NodeRef::<leptos::html::Div>::new();
    let page = use_page();
    Effect::new(move |seen: Option<u32>| {
        let refusals = form.refusals();
        if seen.is_some_and(|seen| seen != refusals)
            && let Some(node) = node.get_untracked()
        {
            dom::focus(&node);
        }
        refusals
    });
    Effect::new(move |_| {
        if let Some(page) = page {
            page.is_refused.set(form.is_refused());
        }
    });
    view! {
        <div class="error-summary" node_ref=node tabindex="-1" role="alert" hidden=move || !form.is_refused()>
            {move || {
                let lines = form.summary();
                (!lines.is_empty()).then(|| view! {
                    <h2 class="error-summary__title">{t!(error.title)}</h2>
                    <ul class="error-summary__list">{lines.into_iter().map(line).collect_view()}</ul>
                })
            }}
            {move || form.failure().map(|error| view! { <ProblemView error/> })}
        </div>
    }
}

fn line((id, words): (Option<String>, String)) -> impl IntoView {
    match id {
        // A link for its looks and its role; the fragment itself belongs to the router.
        Some(id) => {
            let address = format!("#{id}");
            let go = move |event: leptos::ev::MouseEvent| {
                event.prevent_default();
                dom::focus_id(&id);
            };
            view! { <li><a href=address on:click=go>{words}</a></li> }.into_any()
        }
        None => view! { <li>{words}</li> }.into_any(),
    }
}
