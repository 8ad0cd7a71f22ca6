//! A file out of nothing but what this page knows.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::dom;

/// Offers a text as a file. The address holds the text itself, so nothing has to be freed and no policy is in the way.
pub fn text(name: &str, content: &str) {
    let Ok(link) = dom::document().create_element("a") else {
        return;
    };
    let encoded = String::from(js_sys::encode_uri_component(content));
    let _ = link.set_attribute("href", &format!("data:text/plain;charset=utf-8,{encoded}"));
    let _ = link.set_attribute("download", name);
    if let Some(link) = link.dyn_ref::<HtmlElement>() {
        link.click();
    }
}
