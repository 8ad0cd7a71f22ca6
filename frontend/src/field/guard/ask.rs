//! The question before a text goes out in which something is personal data without doubt. Whatever is answered, the server
//! looks at it first (decisions.md 7).

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::HtmlDialogElement;

use super::Guard;
use super::looked::Spot;
use crate::browser::dom;
use crate::field::prelude::*;
use crate::field::submit::Submit;
use crate::field::view::{Kind, Piece, button, piece};

const TITLE: &str = "guard-ask-title";

/// From now on Send asks.
pub(super) fn before_sending(guard: Guard, submit: Submit) {
    submit.question.set_value(Some(Rc::new(move |_| {
        let looked = guard.looked_now();
        let certain = looked.certain();
        if certain.is_empty() {
            return false;
        }
        show(guard, submit, &certain);
        true
    })));
}

fn show(guard: Guard, submit: Submit, certain: &[&Spot]) {
    let Some(form) = dom::by_id::<web_sys::Element>("submit") else {
        return;
    };
    let lines = certain.iter().map(|spot| {
        piece("li")
            .with(piece("mark").class("marks__certain").words(&spot.written))
            .words(" ")
            .words(&t!(pii.instead, label = &spot.proposal))
    });
    let frame = piece("dialog")
        .class("dialog")
        .attr("aria-labelledby", TITLE);
    let close = closing(&frame);
    let replace = {
        let close = close.clone();
        button(t!(pii.replace_all), Kind::Primary, None, move || {
            close();
            guard.replace(|spot| spot.is_certain, t!(pii.replaced_all).to_owned());
            dom::focus_id("send");
        })
    };
    let confirm = {
        let close = close.clone();
        button(t!(pii.confirm), Kind::Plain, None, move || {
            close();
            submit.send_as_it_is();
        })
    };
    let cancel = button(t!(common.cancel), Kind::Quiet, None, move || close());
    let frame = frame
        .with(
            piece("h2")
                .class("dialog__title")
                .attr("id", TITLE)
                .words(t!(pii.block_title)),
        )
        .with(piece("p").words(t!(pii.block_hint)))
        .with(piece("ul").class("asked").with_all(lines))
        .with(piece("p").words(t!(pii.confirm_hint)))
        .with(
            piece("div")
                .class("dialog__choices")
                .with(replace)
                .with(confirm)
                .with(cancel),
        );
    let gone = frame.clone();
    let frame = frame.on("close", move |_| gone.element().remove());
    let _ = form.append_child(frame.element());
    if let Some(dialog) = frame.element().dyn_ref::<HtmlDialogElement>() {
        let _ = dialog.show_modal();
    }
}

/// Closes it; the browser gives the focus back to Send.
fn closing(frame: &Piece) -> Rc<dyn Fn()> {
    let frame = frame.clone();
    Rc::new(move || {
        if let Some(dialog) = frame.element().dyn_ref::<HtmlDialogElement>() {
            dialog.close();
        }
    })
}
