//! F9: how large the text is, and whether keys do something besides typing (WCAG 2.1.4). Both stay on the device; the first
//! script of the page shows them before anything is painted (inline/first.js).

use super::form::Form;
use super::prelude::*;
use super::settings::chosen;
use super::view::{Piece, choice_set, piece};
use crate::browser::{dom, storage};

/// Names on the device, and of the attributes of the page.
pub(super) const KEPT: [&str; 2] = [SIZE, KEYS];
const SIZE: &str = "size";
const KEYS: &str = "keys";
/// What is chosen where nothing is kept.
const USUAL: &str = "";

/// Both choices.
pub(super) fn comfort_part() -> Piece {
    let sizes = [
        (USUAL, t!(comfort.size_usual)),
        ("large", t!(comfort.size_large)),
        ("larger", t!(comfort.size_larger)),
    ];
    let keys = [(USUAL, t!(comfort.keys_on)), ("off", t!(comfort.keys_off))];
    piece("form")
        .attr("novalidate", "")
        .with(choice("/size", SIZE, t!(comfort.size), &sizes))
        .with(choice("/keys", KEYS, t!(comfort.keys), &keys))
        .with(piece("p").class("field__hint").words(t!(comfort.keys_hint)))
}

fn choice(
    at: &'static str,
    name: &'static str,
    label: &'static str,
    choices: &[(&'static str, &'static str)],
) -> Piece {
    let kept = storage::read(name).unwrap_or_default();
    let mut codes = choices.iter().map(|(code, _)| *code);
    let now = codes.find(|code| *code == kept).unwrap_or(USUAL);
    let changed = chosen(now, move |code| keep(name, code));
    let chips = choices
        .iter()
        .map(|(code, words)| ((*code).to_owned(), (*words).to_owned()));
    choice_set(Form::new(), at, label, chips.collect(), false, changed)
}

fn keep(name: &'static str, code: &str) {
    let attribute = format!("data-{name}");
    if code == USUAL {
        storage::remove(name);
        if let Some(root) = dom::document().document_element() {
            let _ = root.remove_attribute(&attribute);
        }
    } else {
        storage::write(name, code);
        dom::set_root_attribute(&attribute, code);
    }
}

/// As on a new device.
pub(super) fn forget() {
    for name in KEPT {
        keep(name, USUAL);
    }
}
