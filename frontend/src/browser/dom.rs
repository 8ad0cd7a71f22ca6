//! The document.

use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlElement, Window};

/// The window.
pub fn window() -> Window {
    leptos::prelude::window()
}

/// The document.
pub fn document() -> Document {
    leptos::prelude::document()
}

/// The element with this id, as the type that the caller knows it to be.
pub fn by_id<T: JsCast>(id: &str) -> Option<T> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// Moves the focus to an element that may have to be made focusable first (a heading).
pub fn focus(element: &HtmlElement) {
    let _ = element.focus();
}

/// Moves the focus to the element with this id; false when there is none.
#[inline(never)]
pub fn focus_id(id: &str) -> bool {
    by_id::<HtmlElement>(id).is_some_and(|element| element.focus().is_ok())
}

/// Puts the focus on the first of these that is there, when it got lost: what had it left the page.
pub async fn find_lost_focus(ids: &[String]) {
    // After the page was drawn anew.
    super::timer::after(0).await;
    let body: Option<Element> = document().body().map(JsCast::unchecked_into);
    let is_lost = document()
        .active_element()
        .is_none_or(|active| Some(active) == body);
    if is_lost {
        let _ = ids.iter().any(|id| focus_id(id));
    }
}

/// The title of the window: `Mijn signalen - Lokaal Signaal`.
#[inline(never)]
pub fn set_title(title: &str) {
    document().set_title(&crate::t!(common.page_title, page = title));
}

/// Sets an attribute of `<html>`.
pub fn set_root_attribute(name: &str, value: &str) {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute(name, value);
    }
}

/// True when the device says that there is a network.
pub fn is_online() -> bool {
    window().navigator().on_line()
}

/// The part of the address after `#`, without it.
pub fn fragment() -> String {
    let hash = window().location().hash().unwrap_or_default();
    hash.strip_prefix('#').unwrap_or(&hash).to_owned()
}

/// Replaces the address without a new entry in the history.
#[inline(never)]
pub fn replace_address(address: &str) {
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(address));
    }
}

/// Adds an entry to the history.
#[inline(never)]
pub fn push_address(address: &str) {
    if let Ok(history) = window().history() {
        let _ = history.push_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(address));
    }
}

/// Every element that a selector names.
pub fn all(selector: &str) -> Vec<Element> {
    let Ok(found) = document().query_selector_all(selector) else {
        return Vec::new();
    };
    (0..found.length())
        .filter_map(|position| found.get(position)?.dyn_into().ok())
        .collect()
}

/// A number for ids of elements that come and go.
pub fn next_id() -> u32 {
    thread_local! {
        static NEXT: std::cell::Cell<u32> = const { std::cell::Cell::new(0) };
    }
    NEXT.set(NEXT.get().wrapping_add(1));
    NEXT.get()
}

/// Listens to an event of an element until the owner of the caller is cleaned up.
pub fn listen(
    target: &web_sys::EventTarget,
    event: &'static str,
    handler: impl FnMut(web_sys::Event) + 'static,
) {
    use leptos::prelude::{StoredValue, UpdateValue, on_cleanup};
    use wasm_bindgen::closure::Closure;

    let closure: Closure<dyn FnMut(web_sys::Event)> = Closure::new(handler);
    let _ = target.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
    let kept = StoredValue::new_local(Some((target.clone(), closure)));
    on_cleanup(move || {
        let taken = kept.try_update_value(Option::take).flatten();
        if let Some((target, closure)) = taken {
            let _ =
                target.remove_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
        }
    });
}
