//! Hiding the screen: one tap, or `Esc` twice, when somebody looks over a shoulder. The page stays as it is behind a blank
//! one; a tap or a key brings it back, with focus and caret where they were.

use js_sys::Reflect;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlButtonElement, HtmlDialogElement, HtmlTextAreaElement};

use super::prelude::*;
use super::view::listen;
use crate::browser::{clock, dom};

/// How fast the second `Esc` follows the first.
const TWICE_MS: f64 = 1_000.0;
/// Keys that alone do nothing: whoever changes windows with them wants no page back.
const SILENT: [&str; 5] = ["Shift", "Control", "Alt", "AltGraph", "Meta"];

/// Makes the button and the keys work.
pub(super) fn start() {
    let (Some(blank), Some(button)) = (
        dom::by_id::<HtmlDialogElement>("blank"),
        dom::by_id::<HtmlButtonElement>("hide"),
    ) else {
        return;
    };
    button.set_disabled(false);
    let title = Kept::new(String::new());
    let caret: Kept<Option<Caret>> = Kept::new(None);
    let hide = {
        let blank = blank.clone();
        move || {
            if blank.open() {
                return;
            }
            // The page's own script keeps the draft whenever a page goes away (inline/keep.js).
            if let Ok(going) = Event::new("pagehide") {
                let _ = dom::window().dispatch_event(&going);
            }
            title.set_value(dom::document().title());
            caret.set_value(Caret::now());
            dom::document().set_title(t!(hide.title));
            let _ = blank.show_modal();
        }
    };
    // A press does not take the focus away from the text.
    listen(&button, "mousedown", |event| event.prevent_default());
    let press = hide.clone();
    listen(&button, "click", move |_| press());
    let (last, behind) = (Kept::new(0.0), blank.clone());
    listen(&dom::document(), "keydown", move |event| {
        let is_escape = key_of(&event) == "Escape" && !behind.open() && are_keys_on();
        let now = if is_escape { clock::now_millis() } else { 0.0 };
        if is_escape && now - last.get_value() < TWICE_MS {
            hide();
        }
        last.set_value(now);
    });
    let shown = blank.clone();
    listen(&blank, "click", move |_| shown.close());
    let shown = blank.clone();
    listen(&blank, "keydown", move |event| {
        if !SILENT.contains(&key_of(&event).as_str()) {
            // It is no letter of the text behind.
            event.prevent_default();
            shown.close();
        }
    });
    listen(&blank, "close", move |_| {
        if let Some(caret) = caret.get_value() {
            caret.put_back();
        }
        if dom::document().title() == t!(hide.title) {
            dom::document().set_title(&title.get_value());
        }
    });
}

/// Where somebody was writing. A tap on the blank page gives the focus back, and not this.
#[derive(Clone)]
struct Caret(HtmlTextAreaElement, u32, u32);

impl Caret {
    fn now() -> Option<Self> {
        let area: HtmlTextAreaElement = dom::document().active_element()?.dyn_into().ok()?;
        let (start, end) = (area.selection_start().ok()??, area.selection_end().ok()??);
        Some(Self(area, start, end))
    }

    fn put_back(self) {
        let Self(area, start, end) = self;
        let _ = area.set_selection_range(start, end);
    }
}

/// Whether keys do something besides typing (settings).
fn are_keys_on() -> bool {
    let root = dom::document().document_element();
    root.is_some_and(|root| !root.has_attribute("data-keys"))
}

fn key_of(event: &Event) -> String {
    let key = Reflect::get(event.unchecked_ref(), &"key".into());
    key.ok().and_then(|key| key.as_string()).unwrap_or_default()
}
