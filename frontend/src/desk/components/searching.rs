//! Words to search for, above a list.

use leptos::text_prop::TextProp;

use crate::components::{Icon, icon};
use crate::prelude::*;

/// More than anybody searches for, and as much as the server takes.
const MOST: usize = 200;

/// A search field of one list; Enter searches, and so does emptying it. The key `/` leads to the search in everything.
#[component]
pub(in crate::desk) fn SearchField(
    /// What is searched.
    #[prop(into)]
    label: TextProp,
    /// What the address says.
    value: Reactive<String>,
    /// Searches.
    on_search: Callback<String>,
) -> impl IntoView {
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let Some(input) = crate::browser::dom::by_id::<web_sys::HtmlInputElement>("search") {
            on_search.run(input.value().chars().take(MOST).collect());
        }
    };
    view! {
        <form class="searching" role="search" on:submit=submit>
            <label class="visually-hidden" for="search">{move || label.get().to_string()}</label>
            <input class="control" id="search" type="search" autocomplete="off" placeholder=t!(common.search)
                prop:value=move || value.get()
                on:search=move |event: web_sys::Event| {
                    if event_target_value(&event).is_empty() && !value.get_untracked().is_empty() {
                        on_search.run(String::new());
                    }
                }/>
            <button type="submit" class="button button--icon" aria-label=t!(common.search)><Icon shape=icon::SEARCH/></button>
        </form>
    }
}
