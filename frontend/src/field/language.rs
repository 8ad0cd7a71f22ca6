//! The language of the page: its texts come with it, and another language brings its own without losing what was typed.

use shared::codes::Language;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlDocument, Response};

use super::app;
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
            Some(texts) => {
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

async fn fetch_texts(language: Language) -> Option<i18n::Texts> {
    let path = dom::window().location().pathname().ok()?;
    let address = format!("{path}?lang={}", language.code());
    let response = JsFuture::from(dom::window().fetch_with_str(&address))
        .await
        .ok()?;
    let response: Response = response.dyn_into().ok()?;
    let page = JsFuture::from(response.text().ok()?)
        .await
        .ok()?
        .as_string()?;
    i18n::read_texts(texts_in(&page)?)
}

/// The JSON between `id="texts">` and the end of its element.
fn texts_in(page: &str) -> Option<&str> {
    const BEFORE: &str = "id=\"texts\">";
    let start = place_of(BEFORE, page)? + BEFORE.len();
    let rest = page.get(start..)?;
    rest.get(..place_of("</script>", rest)?)
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
        assert_eq!(texts_in(page), Some("{\"a.b\":\"c\"}"));
        assert_eq!(texts_in("<p>"), None);
    }
}
