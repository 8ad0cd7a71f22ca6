//! Putting the client on the home screen, offered to whoever came back (ux.md §9).

use js_sys::{Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use super::prelude::*;
use super::state::FieldState;
use super::view::{Kind, Piece, button, piece, section};
use crate::browser::dom;
use crate::parts::icon;

/// One signal is a try; two are a habit.
const SIGNALS_BEFORE: usize = 2;

/// How this browser does it.
enum Way {
    /// It asks when we say so (Android, desktop).
    Prompt(JsValue),
    /// Its own menu, which we can only describe (iOS).
    Menu,
}

/// A card in the settings; nothing where the app stands on the home screen already, or cannot.
pub(super) fn install_part(field: FieldState) -> Option<Piece> {
    if field.receipts.with_untracked(Vec::len) < SIGNALS_BEFORE {
        return None;
    }
    let way = way()?;
    let card = section(t!(install.title)).with(piece("p").words(t!(install.why)));
    Some(match way {
        Way::Prompt(event) => {
            let press = move || ask(&event);
            card.with(piece("p").with(button(t!(install.button), Kind::Plain, None, press)))
        }
        Way::Menu => {
            let steps = [
                (t!(install.step_1), icon::SHARE),
                (t!(install.step_2), icon::SQUARE_PLUS),
                (t!(install.step_3), icon::CHECK),
            ];
            let steps = steps.map(|(words, shape)| {
                let words = piece("span").words(words);
                piece("li").class("install__step").icon(shape).with(words)
            });
            card.with(piece("ol").class("install").with_all(steps))
                .with(piece("p").class("field__hint").words(t!(install.codes)))
        }
    })
}

fn way() -> Option<Way> {
    let window = dom::window();
    let prompt = property(&window, "installable");
    if !prompt.is_undefined() {
        return Some(Way::Prompt(prompt));
    }
    // Only browsers on iOS know this property; true on the home screen.
    let is_installed = property(&window.navigator(), "standalone");
    (is_installed == JsValue::FALSE).then_some(Way::Menu)
}

fn ask(event: &JsValue) {
    if let Ok(prompt) = property(event, "prompt").dyn_into::<Function>() {
        let _ = prompt.call0(event);
    }
}

fn property(of: &JsValue, name: &str) -> JsValue {
    Reflect::get(of, &name.into()).unwrap_or(JsValue::UNDEFINED)
}
