//! One line of text.

use super::field::Around;
use super::piece::{Piece, piece};
use crate::browser::dom;
use crate::field::form::Form;
use crate::field::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

/// What a field of one line asks.
pub(in crate::field) struct Line {
    pub(in crate::field) form: Form,
    /// JSON pointer in the draft.
    pub(in crate::field) at: &'static str,
    pub(in crate::field) label: &'static str,
    pub(in crate::field) hint: &'static str,
    pub(in crate::field) is_optional: bool,
    /// `text`, `email`.
    pub(in crate::field) kind: &'static str,
    /// Token of WCAG 1.3.5, or `off`.
    pub(in crate::field) autocomplete: &'static str,
    /// Classes of the control.
    pub(in crate::field) class: &'static str,
}

/// One line of text.
pub(in crate::field) fn text_field(line: Line, value: Live<String>) -> Piece {
    let Line {
        form,
        at,
        label,
        hint,
        is_optional,
        kind,
        autocomplete,
        class,
    } = line;
    let input = piece("input")
        .class(class)
        .attr("type", kind)
        .attr("autocomplete", autocomplete);
    let input = if kind == "email" {
        input.attr("inputmode", "email").attr("spellcheck", "false")
    } else {
        input
    };
    if let Some(element) = input.element().dyn_ref::<HtmlInputElement>().cloned() {
        follow(move || {
            let value = value.get();
            if element.value() != value {
                element.set_value(&value);
            }
        });
    }
    let input = input.on("input", move |event| {
        value.set(dom::value_of_target(&event));
    });
    let around = Around {
        form,
        at,
        label,
        hint,
        is_optional,
        has_count: false,
    };
    around.control(input)
}
