//! The desk client: where staff read, bundle, decide and answer.
//!
//! Pages stand by area and verb in `pages`; what they decide stands in plain structs beside them, with native tests.

mod app;
mod areas;
mod charts;
mod choices;
mod chunks;
mod components;
mod download;
mod keys;
mod lazy;
mod listing;
mod pages;
mod plain_language;
mod query;
mod seat;
mod sending;
mod shell;
mod unsent;
mod viewport;
mod words;
mod work;

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::browser::dom;
use crate::i18n;

/// Starts the client: reads the texts that the page carries and takes the place of its waiting line.
pub fn start() {
    let document = dom::document();
    let texts = document
        .get_element_by_id("texts")
        .and_then(|element| element.text_content())
        .and_then(|json| i18n::read_texts(&json));
    let language = document
        .document_element()
        .and_then(|root| root.get_attribute("lang"))
        .and_then(|tag| tag.parse().ok());
    if let (Some(texts), Some(language)) = (texts, language) {
        i18n::load(language, texts);
    }
    if let Some(wait) = document.get_element_by_id("wait") {
        wait.remove();
    }
    let Some(body) = document.body() else { return };
    let body: HtmlElement = body.unchecked_into();
    leptos::mount::mount_to(body, app::App).forget();
}
