//! What a browser gets where there is no page.

use shared::codes::Language;

use super::html::{head, name_of};
use super::markup::Markup;
use super::words::word;

/// Says so, in the style of the public pages.
pub(super) fn page(language: Language) -> String {
    let title = word("public.gone_title", language);
    let mut markup = Markup::default();
    head(&mut markup, language, title);
    markup.open("meta", &[("name", "robots"), ("content", "noindex")]);
    markup.close("head");
    markup.open("body", &[]);
    markup.open("header", &[("class", "top")]);
    name_of(&mut markup, "Lokaal Signaal");
    markup.close("header");
    markup.open("main", &[]);
    markup.element("h1", &[], title);
    markup.element("p", &[], word("public.gone_text", language));
    markup.close("main");
    markup.close("body");
    markup.close("html");
    markup.done()
}
