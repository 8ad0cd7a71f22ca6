//! Dialogs: only for what cannot be undone.

use wasm_bindgen::JsCast;
use web_sys::HtmlDialogElement;

use super::button::{Kind, button};
use super::piece::{Piece, piece};
use crate::browser::dom;
use crate::field::prelude::*;

/// A native modal dialog with the one act that it asks about. `Esc` closes it and the focus returns.
pub(in crate::field) fn dialog(
    open: Live<bool>,
    title: &str,
    text: impl Fn() -> String + 'static,
    act: &'static str,
    on_act: impl Fn() + 'static,
) -> Piece {
    let id = format!("dialog-{}", dom::next_id());
    let choices = piece("div")
        .class("dialog__choices")
        .with(button(act, Kind::Grave, None, on_act))
        .with(button(t!(common.cancel), Kind::Plain, None, move || {
            open.set(false);
        }));
    let dialog = piece("dialog")
        .class("dialog")
        .attr("aria-labelledby", &id)
        .with(
            piece("h2")
                .class("dialog__title")
                .attr("id", &id)
                .words(title),
        )
        .with(piece("p").live_words(text))
        .with(choices)
        .on("close", move |_| open.set(false));
    if let Some(element) = dialog.element().dyn_ref::<HtmlDialogElement>().cloned() {
        follow(move || match (open.get(), element.open()) {
            (true, false) => {
                let _ = element.show_modal();
            }
            (false, true) => element.close(),
            _ => {}
        });
    }
    dialog
}
