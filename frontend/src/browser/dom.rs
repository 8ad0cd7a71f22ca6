//! The document.

use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, Element, Event, FocusOptions, HtmlElement, Response, Window};

/// The window.
pub fn window() -> Window {
    match web_sys::window() {
        Some(window) => window,
        None => wasm_bindgen::throw_str("no window"),
    }
}

/// The document.
pub fn document() -> Document {
    match window().document() {
        Some(document) => document,
        None => wasm_bindgen::throw_str("no document"),
    }
}

/// The element with this id, as the type that the caller knows it to be.
pub fn by_id<T: JsCast>(id: &str) -> Option<T> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// Moves the focus to an element that may have to be made focusable first (a heading).
pub fn focus(element: &HtmlElement) {
    let _ = element.focus();
}

/// Moves the focus to an element without scrolling to it.
pub fn focus_in_place(element: &HtmlElement) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    let _ = element.focus_with_options(&options);
}

/// Moves the focus to the element with this id; false when there is none.
#[inline(never)]
pub fn focus_id(id: &str) -> bool {
    by_id::<HtmlElement>(id).is_some_and(|element| element.focus().is_ok())
}

/// Moves the focus to the first field in the element with this id, or else to its first button; false when there is none.
pub fn focus_field_in(id: &str) -> bool {
    by_id::<Element>(id).is_some_and(|part| focus_first_field(&part))
}

/// The same for an element at hand.
pub fn focus_first_field(part: &Element) -> bool {
    let kinds = ["input, select, textarea", "button"].into_iter();
    let mut found = kinds.filter_map(|kind| part.query_selector(kind).ok().flatten());
    found
        .next()
        .is_some_and(|field| field.unchecked_into::<HtmlElement>().focus().is_ok())
}

/// Moves the focus to the first such element in the element with this id; false when there is none.
pub fn focus_in(id: &str, selector: &str) -> bool {
    let found = by_id::<Element>(id).and_then(|part| part.query_selector(selector).ok().flatten());
    found.is_some_and(|found| found.unchecked_into::<HtmlElement>().focus().is_ok())
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

/// True when somebody can see this page.
pub fn is_visible() -> bool {
    !document().hidden()
}

/// True when the device says that there is a network.
pub fn is_online() -> bool {
    window().navigator().on_line()
}

/// The path of the address.
pub fn path() -> String {
    window().location().pathname().unwrap_or_default()
}

/// True when the server answers the address of this page.
pub async fn is_answered() -> bool {
    let answer = JsFuture::from(window().fetch_with_str(&path())).await;
    answer.is_ok_and(|answer| answer.unchecked_into::<Response>().ok())
}

/// The text at an address of ours; `None` when it does not come.
pub async fn fetch_text(address: &str) -> Option<String> {
    let answer = JsFuture::from(window().fetch_with_str(address))
        .await
        .ok()?;
    let answer: Response = answer.unchecked_into();
    let text = if answer.ok() {
        answer.text().ok()?
    } else {
        return None;
    };
    JsFuture::from(text).await.ok()?.as_string()
}

/// Starts this page anew.
pub fn reload() {
    let _ = window().location().reload();
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
        let mark = history.state().unwrap_or(JsValue::NULL);
        let _ = history.replace_state_with_url(&mark, "", Some(address));
    }
}

/// The mark that this entry of the history carries.
pub fn mark_of_entry() -> Option<String> {
    window().history().ok()?.state().ok()?.as_string()
}

/// Gives this entry of the history a mark.
pub fn mark_entry(mark: &str) {
    if let Ok(history) = window().history() {
        let _ = history.replace_state(&mark.into(), "");
    }
}

/// From now on we say how far a page is scrolled when somebody goes back to it.
pub fn leave_scrolling_to_us() {
    if let Ok(history) = window().history() {
        let _ = Reflect::set(&history, &"scrollRestoration".into(), &"manual".into());
    }
}

/// How far the page is scrolled.
pub fn scroll_top() -> f64 {
    window().scroll_y().unwrap_or_default()
}

/// Scrolls the page.
pub fn scroll_to(top: f64) {
    window().scroll_to_with_x_and_y(0.0, top);
}

/// Adds an entry to the history.
#[inline(never)]
pub fn push_address(address: &str) {
    if let Ok(history) = window().history() {
        let _ = history.push_state_with_url(&JsValue::NULL, "", Some(address));
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

/// What was typed or chosen in the control that an event is about.
#[inline(never)]
pub fn value_of_target(event: &Event) -> String {
    let target = event.target();
    let value = target.and_then(|target| Reflect::get(&target, &"value".into()).ok());
    value
        .and_then(|value| value.as_string())
        .unwrap_or_default()
}

/// A number for ids of elements that come and go.
pub fn next_id() -> u32 {
    thread_local! {
        static NEXT: std::cell::Cell<u32> = const { std::cell::Cell::new(0) };
    }
    NEXT.set(NEXT.get().wrapping_add(1));
    NEXT.get()
}
