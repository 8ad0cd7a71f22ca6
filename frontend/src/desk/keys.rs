//! Shortcuts (ux.md §3). Each has a visible button; they can be switched off (WCAG 2.1.4).

use leptos::ev;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use super::areas::Area;
use crate::browser::{dom, storage};
use crate::prelude::*;

/// Where the choice is remembered on this device.
const OFF: &str = "desk.keysOff";

/// What a shortcut asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Press {
    Help,
    Search,
    Go(Area),
    Next,
    Previous,
    Open,
    Select,
    /// The n-th suggestion, from 0.
    Toggle(usize),
    AcceptAll,
    Tag,
    Link,
    Merge,
    Differ,
    Status,
    Assign,
    Ask,
    Done,
    Undo,
    Close,
}

/// Remembers a `g` until the key behind it.
#[derive(Debug, Default)]
pub(super) struct Sequence {
    is_going: bool,
}

impl Sequence {
    /// What a key asks for, as the browser names it.
    pub(super) fn press(&mut self, key: &str) -> Option<Press> {
        if std::mem::take(&mut self.is_going) {
            let area = match key {
                "h" => Area::Start,
                "i" => Area::Signals,
                "k" => Area::Issues,
                "a" => Area::Actions,
                "f" => Area::Feedback,
                "t" => Area::Trends,
                "o" => Area::Overview,
                _ => return None,
            };
            return Some(Press::Go(area));
        }
        Some(match key {
            "g" => {
                self.is_going = true;
                return None;
            }
            "?" => Press::Help,
            "/" => Press::Search,
            "j" => Press::Next,
            "k" => Press::Previous,
            "Enter" => Press::Open,
            "x" => Press::Select,
            "Y" => Press::AcceptAll,
            "t" => Press::Tag,
            "l" => Press::Link,
            "m" => Press::Merge,
            "n" => Press::Differ,
            "s" => Press::Status,
            "a" => Press::Assign,
            "q" => Press::Ask,
            "e" => Press::Done,
            "u" => Press::Undo,
            "Escape" => Press::Close,
            digit => {
                let number: usize = digit
                    .parse()
                    .ok()
                    .filter(|number| (1..=9).contains(number))?;
                Press::Toggle(number - 1)
            }
        })
    }
}

type Handler = Callback<Press, bool>;

/// Who listens to shortcuts. In context; `Copy`.
#[derive(Clone, Copy)]
pub(super) struct Keys {
    handlers: StoredValue<Vec<(u32, Handler)>>,
    is_on: RwSignal<bool>,
}

impl Keys {
    /// Begins to listen to the keyboard; what no page wants goes to `otherwise`.
    pub(super) fn listen(otherwise: Callback<Press>) -> Self {
        let keys = Self {
            handlers: StoredValue::new(Vec::new()),
            is_on: RwSignal::new(storage::read(OFF).is_none()),
        };
        let sequence = StoredValue::new(Sequence::default());
        let listener = window_event_listener(ev::keydown, move |event| {
            if !keys.hears(&event) {
                return;
            }
            let mut press = None;
            sequence.update_value(|sequence| press = sequence.press(&event.key()));
            let Some(press) = press else { return };
            let handlers = keys.handlers.get_value();
            let is_handled = handlers.iter().rev().any(|(_, handler)| handler.run(press));
            if is_handled {
                event.prevent_default();
            } else if !matches!(press, Press::Close | Press::Open) {
                if matches!(press, Press::Help | Press::Search) {
                    event.prevent_default();
                }
                otherwise.run(press);
            }
        });
        on_cleanup(move || listener.remove());
        provide_context(keys);
        keys
    }

    /// Whether shortcuts are on.
    pub(super) fn is_on(self) -> bool {
        self.is_on.get()
    }

    /// Switches shortcuts on or off, on this device.
    pub(super) fn switch(self, is_on: bool) {
        if is_on {
            storage::remove(OFF);
        } else {
            storage::write(OFF, "1");
        }
        self.is_on.set(is_on);
    }

    fn hears(self, event: &KeyboardEvent) -> bool {
        if event.default_prevented() || event.ctrl_key() || event.meta_key() || event.alt_key() {
            return false;
        }
        let target: Option<Element> = event.target().and_then(|target| target.dyn_into().ok());
        let is_inside = |selector: &str| {
            target
                .as_ref()
                .is_some_and(|target| target.closest(selector).is_ok_and(|found| found.is_some()))
        };
        if !dom::all("dialog[open]").is_empty() {
            return false;
        }
        let key = event.key();
        if key == "Escape" {
            return true;
        }
        let types =
            "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]";
        if is_inside(types) || !self.is_on.get_untracked() {
            return false;
        }
        // Enter on a control is the control's own.
        key != "Enter" || !is_inside("a, button, summary, input, label")
    }
}

/// Listens as long as this part of the page is there; the newest part is asked first. True means: this was mine.
pub(super) fn use_keys(handler: impl Fn(Press) -> bool + Send + Sync + 'static) {
    let Some(keys) = use_context::<Keys>() else {
        return;
    };
    let id = dom::next_id();
    keys.handlers
        .update_value(|handlers| handlers.push((id, Callback::new(handler))));
    on_cleanup(move || {
        keys.handlers
            .try_update_value(|handlers| handlers.retain(|(known, _)| *known != id));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn g_and_a_letter_go_somewhere() {
        let mut sequence = Sequence::default();
        assert_eq!(sequence.press("g"), None);
        assert_eq!(sequence.press("k"), Some(Press::Go(Area::Issues)));
        assert_eq!(sequence.press("k"), Some(Press::Previous));
    }

    #[test]
    fn a_g_that_leads_nowhere_is_forgotten() {
        let mut sequence = Sequence::default();
        assert_eq!(sequence.press("g"), None);
        assert_eq!(sequence.press("z"), None);
        assert_eq!(sequence.press("j"), Some(Press::Next));
    }

    #[test]
    fn digits_count_from_one() {
        let mut sequence = Sequence::default();
        assert_eq!(sequence.press("1"), Some(Press::Toggle(0)));
        assert_eq!(sequence.press("9"), Some(Press::Toggle(8)));
        assert_eq!(sequence.press("0"), None);
        assert_eq!(sequence.press("Shift"), None);
    }
}
