//! Choosing one from a list that is too long for chips.

use super::field::Around;
use super::piece::{Piece, piece};
use crate::browser::dom;
use crate::field::form::Form;
use crate::field::prelude::*;

/// A native list of options; the empty value stands for "nothing chosen".
pub(in crate::field) fn select(
    form: Form,
    at: &'static str,
    label: &'static str,
    empty: &'static str,
    is_optional: bool,
    options: Vec<(String, String)>,
    value: Live<String>,
) -> Piece {
    let chosen = value.get_untracked();
    let option = |code: &str, words: &str| {
        let option = piece("option").attr("value", code).words(words);
        if code == chosen {
            option.attr("selected", "")
        } else {
            option
        }
    };
    let first = option("", empty);
    let rest = options.iter().map(|(code, words)| option(code, words));
    let select = piece("select")
        .class("control")
        .with(first)
        .with_all(rest)
        .on("change", move |event| {
            value.set(dom::value_of_target(&event));
        });
    let around = Around {
        form,
        at,
        label,
        hint: "",
        is_optional,
        has_count: false,
    };
    around.control(select)
}
