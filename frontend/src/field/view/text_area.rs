//! Several lines of text: grows with what is typed, counts when it gets long.

use crate::browser::task::spawn;
use wasm_bindgen::JsCast;
use web_sys::HtmlTextAreaElement;

use super::field::Around;
use super::piece::{Piece, piece};
use crate::browser::timer;
use crate::field::form::Form;
use crate::field::lazy;
use crate::field::prelude::*;
use crate::parts::length::{grow, words_of_count};

/// Several lines of text; may stay empty unless the draft says otherwise.
pub(in crate::field) fn text_area(
    form: Form,
    at: &'static str,
    label: &'static str,
    hint: &'static str,
    max: usize,
    value: Live<String>,
) -> Piece {
    let area = piece("textarea")
        .class("control")
        .attr("rows", "3")
        .attr("autocomplete", "off")
        .element()
        .clone()
        .unchecked_into::<HtmlTextAreaElement>();
    area.set_value(&value.get_untracked());
    let looked_over = lazy::note(&area, value);
    let typed = area.clone();
    let control = Piece::of(area.into()).on("input", move |_| {
        grow(&typed);
        value.set(typed.value());
    });
    let around = Around {
        form,
        at,
        label,
        hint,
        is_optional: false,
        has_count: true,
    };
    around
        .control(control)
        .with(count(&form.id_of_part(at, "count"), value, max))
        .with_all(looked_over)
}

/// How many characters are left: shown from 75 % of the limit, announced a second after typing stops.
pub(in crate::field) fn count(id: &str, value: Live<String>, max: usize) -> Piece {
    let words = move || value.with(|text| words_of_count(text, max));
    let shown = piece("p")
        .class("field__count")
        .attr("id", id)
        .attr("aria-hidden", "true")
        .live_words(move || words().map(|(words, _)| words).unwrap_or_default())
        .live_class("field__count--over", move || {
            words().is_some_and(|(_, is_over)| is_over)
        });
    let said = Live::new(String::new());
    let round = Kept::new(0_u32);
    follow(move || {
        let words = words().map(|(words, _)| words).unwrap_or_default();
        let this = round.get_value().wrapping_add(1);
        round.set_value(this);
        if said.with_untracked(|said| *said == words) {
            return;
        }
        spawn(async move {
            timer::after(1_000).await;
            if round.try_get_value() == Some(this) {
                said.set(words);
            }
        });
    });
    let announced = piece("p")
        .class("visually-hidden")
        .attr("aria-live", "polite")
        .live_words(move || said.get());
    piece("div").class("count").with(shown).with(announced)
}
