//! The text area: changed in such a way that the browser can undo it and the caret stays where it was.

use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlDocument, HtmlTextAreaElement};

use super::looked::{Edit, moved};
use crate::browser::dom;

/// A text area.
#[derive(Clone)]
pub(super) struct Area(HtmlTextAreaElement);

impl Area {
    pub(super) fn of(element: HtmlTextAreaElement) -> Self {
        Self(element)
    }

    pub(super) fn element(&self) -> &HtmlTextAreaElement {
        &self.0
    }

    pub(super) fn focus(&self) {
        dom::focus_in_place(&self.0);
    }

    pub(super) fn text(&self) -> String {
        self.0.value()
    }

    /// Makes the changes, which come last place first.
    pub(super) fn replace(&self, edits: &[Edit]) {
        let at = |place: Result<Option<u32>, _>| place.ok().flatten().unwrap_or_default();
        let (start, end) = (at(self.0.selection_start()), at(self.0.selection_end()));
        for edit in edits {
            self.put(to_js(edit.place.start), to_js(edit.place.end), &edit.words);
        }
        let after = |place: u32| to_js(moved(usize::try_from(place).unwrap_or_default(), edits));
        let _ = self.0.set_selection_range(after(start), after(end));
    }

    /// Puts another text in the place of all of it.
    pub(super) fn replace_all(&self, text: &str) {
        self.put(0, to_js(self.text().encode_utf16().count()), text);
    }

    fn put(&self, start: u32, end: u32, words: &str) {
        self.focus();
        let _ = self.0.set_selection_range(start, end);
        if insert(words) {
            return;
        }
        // A browser without this command cannot undo it; ours can.
        let _ = self.0.set_range_text_with_start_and_end(words, start, end);
        if let Ok(event) = Event::new("input") {
            let _ = self.0.dispatch_event(&event);
        }
    }
}

/// As if it were typed: then the browser's own undo knows it.
fn insert(words: &str) -> bool {
    let Ok(document) = dom::document().dyn_into::<HtmlDocument>() else {
        return false;
    };
    let done = document.exec_command_with_show_ui_and_value("insertText", false, words);
    done.unwrap_or(false)
}

fn to_js(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}
