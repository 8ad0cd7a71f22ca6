//! An element and the values that it follows. What every view calls is never inlined: the phone client counts bytes.

use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, EventTarget};

use crate::browser::dom;
use crate::field::live::{follow, on_cleanup};
use crate::parts::icon::Shape;

/// An element of a view.
#[derive(Clone)]
pub(in crate::field) struct Piece(Element);

/// A new element.
#[inline(never)]
pub(in crate::field) fn piece(tag: &str) -> Piece {
    match dom::document().create_element(tag) {
        Ok(element) => Piece(element),
        // Only a tag with a space in it could fail.
        Err(_) => wasm_bindgen::throw_str(tag),
    }
}

/// A section with its heading.
pub(in crate::field) fn section(title: &str) -> Piece {
    piece("section").with(piece("h2").words(title))
}

/// Listens to what was there before the view, for as long as the view is there.
pub(in crate::field) fn listen(
    target: &EventTarget,
    event: &'static str,
    handler: impl FnMut(Event) + 'static,
) {
    let closure: Closure<dyn FnMut(Event)> = Closure::new(handler);
    let target = target.clone();
    let _ = target.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
    on_cleanup(Box::new(move || {
        let handler = closure.as_ref().unchecked_ref();
        let _ = target.remove_event_listener_with_callback(event, handler);
    }));
}

impl Piece {
    /// The element that is on the page already.
    pub(in crate::field) fn of(element: Element) -> Self {
        Self(element)
    }

    pub(in crate::field) fn element(&self) -> &Element {
        &self.0
    }

    #[inline(never)]
    pub(in crate::field) fn class(self, class: &str) -> Self {
        self.0.set_class_name(class);
        self
    }

    #[inline(never)]
    pub(in crate::field) fn attr(self, name: &str, value: &str) -> Self {
        let _ = self.0.set_attribute(name, value);
        self
    }

    /// Adds words.
    #[inline(never)]
    pub(in crate::field) fn words(self, words: &str) -> Self {
        let text = dom::document().create_text_node(words);
        let _ = self.0.append_child(&text);
        self
    }

    /// Adds a part.
    #[inline(never)]
    pub(in crate::field) fn with(self, part: Piece) -> Self {
        let _ = self.0.append_child(&part.0);
        self
    }

    /// Adds parts.
    pub(in crate::field) fn with_all(self, parts: impl IntoIterator<Item = Piece>) -> Self {
        for part in parts {
            let _ = self.0.append_child(&part.0);
        }
        self
    }

    /// Adds an icon; decoration, words stand beside it.
    #[inline(never)]
    pub(in crate::field) fn icon(self, shape: Shape) -> Self {
        let _ = self
            .0
            .append_child(&svg("icon", "0 0 24 24", &[shape.path()]).0);
        self
    }

    /// Listens.
    pub(in crate::field) fn on(self, event: &str, handler: impl FnMut(Event) + 'static) -> Self {
        self.listen(event, Box::new(handler))
    }

    #[inline(never)]
    fn listen(self, event: &str, handler: Box<dyn FnMut(Event)>) -> Self {
        // The browser's collector frees it together with the element.
        let handler = Closure::wrap(handler).into_js_value();
        let _ = self
            .0
            .add_event_listener_with_callback(event, handler.unchecked_ref());
        self
    }

    /// Words that follow values.
    pub(in crate::field) fn live_words(self, words: impl Fn() -> String + 'static) -> Self {
        self.follow_words(Box::new(words))
    }

    #[inline(never)]
    fn follow_words(self, words: Box<dyn Fn() -> String>) -> Self {
        let element = self.0.clone();
        follow(move || element.set_text_content(Some(&words())));
        self
    }

    /// An attribute that follows values; `None` takes it away.
    pub(in crate::field) fn live_attr(
        self,
        name: &'static str,
        value: impl Fn() -> Option<String> + 'static,
    ) -> Self {
        self.follow_attr(name, Box::new(value))
    }

    #[inline(never)]
    fn follow_attr(self, name: &'static str, value: Box<dyn Fn() -> Option<String>>) -> Self {
        let element = self.0.clone();
        follow(move || {
            let _ = match value() {
                Some(value) => element.set_attribute(name, &value),
                None => element.remove_attribute(name),
            };
        });
        self
    }

    /// A class that follows values.
    pub(in crate::field) fn live_class(
        self,
        class: &'static str,
        is_on: impl Fn() -> bool + 'static,
    ) -> Self {
        self.follow_class(class, Box::new(is_on))
    }

    #[inline(never)]
    fn follow_class(self, class: &'static str, is_on: Box<dyn Fn() -> bool>) -> Self {
        let classes = self.0.class_list();
        follow(move || {
            let _ = classes.toggle_with_force(class, is_on());
        });
        self
    }

    /// Parts that follow values: made anew with every change.
    pub(in crate::field) fn live(self, parts: impl Fn() -> Vec<Piece> + 'static) -> Self {
        self.follow_parts(Box::new(parts))
    }

    #[inline(never)]
    fn follow_parts(self, parts: Box<dyn Fn() -> Vec<Piece>>) -> Self {
        let element = self.0.clone();
        follow(move || {
            let parts = parts();
            element.set_text_content(None);
            for part in parts {
                let _ = element.append_child(&part.0);
            }
        });
        self
    }
}

/// A picture of lines.
pub(in crate::field) fn svg(class: &str, view_box: &str, paths: &[&str]) -> Piece {
    const NAMESPACE: Option<&str> = Some("http://www.w3.org/2000/svg");
    let create = |tag| match dom::document().create_element_ns(NAMESPACE, tag) {
        Ok(element) => Piece(element),
        Err(_) => wasm_bindgen::throw_str(tag),
    };
    let lines = paths.iter().map(|path| create("path").attr("d", path));
    create("svg")
        .attr("class", class)
        .attr("viewBox", view_box)
        .attr("aria-hidden", "true")
        .attr("focusable", "false")
        .with_all(lines)
}
