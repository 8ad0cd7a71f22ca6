//! Putting the client on the home screen, offered to whoever came back (ux.md §9).

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::prelude::*;
use super::state::FieldState;
use super::view::{Kind, Piece, button, piece, section};
use crate::browser::dom;
use crate::browser::task::spawn;
use crate::parts::icon;

/// Where the page keeps the event by which a browser lets itself be asked (inline/beside.js); null once it was used.
const INSTALLABLE: &str = "installable";
/// One signal is a try; two are a habit.
const SIGNALS_BEFORE: usize = 2;

/// How this browser does it.
enum Way {
    /// It asks when we say so (Android, desktop).
    Prompt,
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
        Way::Prompt => card.with(prompt()),
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
    if !property(&window, INSTALLABLE).is_undefined() {
        return Some(Way::Prompt);
    }
    // Only browsers on iOS know this property; true on the home screen.
    let is_installed = property(&window.navigator(), "standalone");
    (is_installed == JsValue::FALSE).then_some(Way::Menu)
}

/// A button. A browser lets itself be asked once: who said no, and presses again, is told how to do it in its menu.
fn prompt() -> Piece {
    let said: Live<Option<&'static str>> = Live::new(None);
    let press = move || {
        spawn(async move {
            let is_done = match ask().await {
                Some(outcome) => outcome == "accepted",
                None => false,
            };
            let is_fresh = !property(&dom::window(), INSTALLABLE).is_null();
            said.set(match (is_done, is_fresh) {
                (true, _) => Some(t!(install.done)),
                (false, true) => None,
                (false, false) => Some(t!(install.menu)),
            });
        });
    };
    let words = piece("p")
        .attr("role", "status")
        .live_words(move || said.get().unwrap_or_default().to_owned());
    piece("div")
        .with(piece("p").with(button(t!(install.button), Kind::Plain, None, press)))
        .with(words)
}

/// Uses the event up; the browser may send another one.
async fn ask() -> Option<String> {
    let event = property(&dom::window(), INSTALLABLE);
    Reflect::set(&dom::window(), &INSTALLABLE.into(), &JsValue::NULL).ok()?;
    let prompt: Function = property(&event, "prompt").dyn_into().ok()?;
    prompt.call0(&event).ok()?;
    let choice: Promise = property(&event, "userChoice").dyn_into().ok()?;
    let choice = JsFuture::from(choice).await.ok()?;
    property(&choice, "outcome").as_string()
}

fn property(of: &JsValue, name: &str) -> JsValue {
    Reflect::get(of, &name.into()).unwrap_or(JsValue::UNDEFINED)
}
