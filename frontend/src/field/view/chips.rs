//! Chips: native checkboxes and radio buttons that fill their chip.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use super::field::Around;
use super::piece::{Piece, piece};
use crate::field::form::Form;
use crate::field::prelude::*;

/// Code and words of a chip.
pub(in crate::field) type Chip = (String, String);

/// The chips of a closed list.
pub(in crate::field) fn chips_of_list<L: Labelled>() -> Vec<Chip> {
    let chip = |value: &L| (value.code().to_owned(), value.label().to_owned());
    L::ALL.iter().map(chip).collect()
}

/// Any number of chips.
pub(in crate::field) fn chip_set(
    form: Form,
    at: &'static str,
    label: &'static str,
    chips: Vec<Chip>,
    chosen: Live<Vec<String>>,
) -> Piece {
    let toggle = move |code: &str| {
        chosen.update(|codes| match codes.iter().position(|known| known == code) {
            Some(position) => {
                codes.remove(position);
            }
            None => codes.push(code.to_owned()),
        });
    };
    group(form, at, label, chips, "checkbox", chosen, Rc::new(toggle))
}

/// One chip of several. With `can_clear` a second tap takes the choice back, which a radio button cannot.
pub(in crate::field) fn choice_set(
    form: Form,
    at: &'static str,
    label: &'static str,
    chips: Vec<Chip>,
    can_clear: bool,
    chosen: Live<Vec<String>>,
) -> Piece {
    let kind = if can_clear { "checkbox" } else { "radio" };
    let toggle = move |code: &str| {
        chosen.update(|codes| {
            let was_chosen = codes.iter().any(|known| known == code);
            codes.clear();
            if !(was_chosen && can_clear) {
                codes.push(code.to_owned());
            }
        });
    };
    group(form, at, label, chips, kind, chosen, Rc::new(toggle))
}

fn group(
    form: Form,
    at: &'static str,
    label: &'static str,
    chips: Vec<Chip>,
    kind: &'static str,
    chosen: Live<Vec<String>>,
    toggle: Rc<dyn Fn(&str)>,
) -> Piece {
    let name = form.id_of_part(at, "chip");
    let chip = |(code, words): Chip| {
        let input = piece("input")
            .class("chip__input")
            .attr("type", kind)
            .attr("name", &name);
        if let Some(element) = input.element().dyn_ref::<HtmlInputElement>().cloned() {
            let own = code.clone();
            follow(move || element.set_checked(chosen.with(|codes| codes.contains(&own))));
        }
        let toggle = toggle.clone();
        let input = input.on("change", move |_| toggle(&code));
        piece("label")
            .class("chip")
            .with(input)
            .with(piece("span").class("chip__face").words(&words))
    };
    let chips = piece("div")
        .class("chips")
        .with_all(chips.into_iter().map(chip));
    let around = Around {
        form,
        at,
        label,
        hint: "",
        is_optional: false,
        has_count: false,
    };
    around.group(chips)
}
