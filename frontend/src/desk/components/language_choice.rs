//! The language of the desk. Each language is a page of its own (ux.md §10), which the server picks by a cookie.

use shared::codes::Language;
use wasm_bindgen::JsCast;
use web_sys::HtmlDocument;

use crate::browser::dom;
use crate::prelude::*;

/// One button a language; the page begins anew in it.
#[component]
pub(in crate::desk) fn LanguageChoice() -> impl IntoView {
    let choice = |language: Language| {
        let is_current = language == crate::i18n::language();
        view! {
            <button type="button" class="choice" lang=language.code() aria-pressed=is_current.to_string()
                on:click=move |_| choose(language)>
                {language.label()}
            </button>
        }
    };
    view! {
        <fieldset class="choices">
            <legend>{t!(settings.language)}</legend>
            {Language::ALL.iter().copied().map(choice).collect_view()}
        </fieldset>
    }
}

/// The choice of a language, nothing about a person.
fn choose(language: Language) {
    if let Ok(document) = dom::document().dyn_into::<HtmlDocument>() {
        let _ = document.set_cookie(&format!(
            "lang={}; path=/; max-age=31536000; samesite=lax",
            language.code()
        ));
    }
    let location = dom::window().location();
    let search = location.search().unwrap_or_default();
    // A language in the address would win over the cookie.
    if search.contains("lang=") {
        let _ = location.set_search("");
    } else {
        let _ = location.reload();
    }
}
