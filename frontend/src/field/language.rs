//! The language of the page: its texts come with it, and another language brings its own without losing what was typed.

use shared::codes::Language;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDocument};

use super::app;
use super::lazy;
use super::prelude::*;
use crate::browser::dom;
use crate::browser::task::spawn;
use crate::i18n;

/// Loads the texts that the page carries.
pub(super) fn load_texts_of_page() -> bool {
    let language = dom::document()
        .document_element()
        .and_then(|root| root.get_attribute("lang"))
        .and_then(|tag| tag.parse().ok())
        .unwrap_or(Language::Nl);
    let texts = dom::by_id::<Element>("texts").and_then(|element| element.text_content());
    let Some(texts) = texts.as_deref().and_then(i18n::read_texts) else {
        return false;
    };
    i18n::load(language, texts);
    true
}

/// Shows the client in another language. The text area is never touched.
pub(super) fn choose(language: Language) {
    remember(language);
    spawn(async move {
        match fetch_texts(language).await {
            Some((texts, later)) => {
                if let Some(app) = app::by_id("app") {
                    app.attr(lazy::TEXTS, &later);
                }
                i18n::load(language, texts);
                relabel(language);
                app::mount();
            }
            // Without network the page keeps its language; the next visit brings the chosen one.
            None => dom::set_root_attribute("data-language-waits", language.code()),
        }
    });
}

/// The server picks the page by this cookie: the choice of a language, nothing about a person.
fn remember(language: Language) {
    if let Ok(document) = dom::document().dyn_into::<HtmlDocument>() {
        let _ = document.set_cookie(&format!(
            "lang={}; path=/; max-age=31536000; samesite=lax",
            language.code()
        ));
    }
}

/// The texts of its page, and where those are that come later.
async fn fetch_texts(language: Language) -> Option<(i18n::Texts, String)> {
    let path = dom::window().location().pathname().ok()?;
    let address = format!("{path}?lang={}", language.code());
    let page = dom::fetch_text(&address).await?;
    let later = between("data-texts=\"", "\"", &page)?;
    let texts = between("id=\"texts\">", "</script>", &page)?;
    Some((i18n::read_texts(texts)?, later.to_owned()))
}

fn between<'a>(before: &str, after: &str, page: &'a str) -> Option<&'a str> {
    let start = place_of(before, page)? + before.len();
    let rest = page.get(start..)?;
    rest.get(..place_of(after, rest)?)
}

/// Where it begins. A search that the page is too short for: the one of `str` brings 3 kB.
fn place_of(wanted: &str, page: &str) -> Option<usize> {
    let mut windows = page.as_bytes().windows(wanted.len());
    windows.position(|window| window == wanted.as_bytes())
}

/// Puts new words into the parts of the page that were there before the app.
fn relabel(language: Language) {
    dom::set_root_attribute("lang", language.code());
    for element in dom::all("[data-t]") {
        let Some(key) = element.get_attribute("data-t") else {
            continue;
        };
        if let Some(text) = i18n::text_of_key(&key) {
            element.set_text_content(Some(text));
        }
    }
    // When the draft was kept is said anew when it is kept anew.
    for said in dom::all("#draft-time > :last-child") {
        said.set_text_content(None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_texts_are_found_in_a_page() {
        let page = "<script type=\"application/json\" id=\"texts\">{\"a.b\":\"c\"}</script><script>1</script>";
        let found = between("id=\"texts\">", "</script>", page);
        assert_eq!(found, Some("{\"a.b\":\"c\"}"));
        assert_eq!(between("id=\"texts\">", "</script>", "<p>"), None);
    }
}
