//! Everything that is wrong with a form, on top of it.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::banner::problem_view;
use super::piece::{Piece, piece};
use crate::browser::dom;
use crate::field::form::Form;
use crate::field::prelude::*;

/// Lists the errors of a form with links to their fields, and takes the focus when there are any.
pub(in crate::field) fn error_summary(form: Form) -> Piece {
    let summary = piece("div")
        .class("error-summary")
        .attr("tabindex", "-1")
        .attr("role", "alert");
    let seen = Kept::new(untrack(|| form.refusals()));
    let shown = summary.clone();
    follow(move || {
        let refusals = form.refusals();
        let Some(element) = shown.element().dyn_ref::<HtmlElement>() else {
            return;
        };
        element.set_text_content(None);
        element.set_hidden(!form.is_refused());
        let lines = form.summary();
        if !lines.is_empty() {
            let list = piece("ul").class("error-summary__list");
            let _ = shown
                .clone()
                .with(
                    piece("h2")
                        .class("error-summary__title")
                        .words(t!(error.title)),
                )
                .with(list.with_all(lines.into_iter().map(line)));
        }
        if let Some(error) = form.failure() {
            let _ = shown.clone().with(problem_view(&error, None));
        }
        if seen.get_value() != refusals {
            seen.set_value(refusals);
            dom::focus(element);
        }
    });
    summary
}

fn line((id, words): (Option<String>, String)) -> Piece {
    let line = piece("li");
    let Some(id) = id else {
        return line.words(&words);
    };
    // A link for its looks and its role; the fragment itself names places.
    let link = piece("a").attr("href", &format!("#{id}")).words(&words);
    line.with(link.on("click", move |event| {
        event.prevent_default();
        dom::focus_id(&id);
    }))
}
