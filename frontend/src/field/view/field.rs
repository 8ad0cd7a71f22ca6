//! What every field shares: label → hint → error → control, and how they point at each other.

use super::piece::{Piece, piece};
use crate::field::form::Form;
use crate::field::prelude::*;
use crate::parts::icon;

/// Words around a control.
pub(in crate::field) struct Around {
    pub(in crate::field) form: Form,
    pub(in crate::field) at: &'static str,
    pub(in crate::field) label: &'static str,
    pub(in crate::field) hint: &'static str,
    pub(in crate::field) is_optional: bool,
    pub(in crate::field) has_count: bool,
}

impl Around {
    /// Puts label, hint and error before a control that keeps the contract.
    pub(super) fn control(&self, control: Piece) -> Piece {
        let id = self.form.id_of(self.at);
        let control = self.contract(control.attr("id", &id));
        let label = piece("label").attr("for", &id);
        self.wrap(piece("div"), label).with(control)
    }

    /// Puts legend, hint and error before a group of controls.
    pub(super) fn group(&self, controls: Piece) -> Piece {
        let group = piece("fieldset")
            .attr("id", &self.form.id_of(self.at))
            .attr("tabindex", "-1");
        let group = self.wrap(group, piece("legend"));
        self.describe(group).with(controls)
    }

    fn wrap(&self, frame: Piece, label: Piece) -> Piece {
        let (form, at) = (self.form, self.at);
        form.name_field(at, self.label);
        let label = label.class("field__label").words(self.label);
        let label = if self.is_optional {
            let note = piece("span").class("field__optional");
            label.words(" ").with(note.words(t!(common.optional)))
        } else {
            label
        };
        let frame = frame
            .class("field")
            .live_class("field--wrong", move || form.error_at(at).is_some())
            .with(label);
        let frame = if self.hint.is_empty() {
            frame
        } else {
            let hint = piece("p").class("field__hint");
            frame.with(
                hint.attr("id", &form.id_of_part(at, "hint"))
                    .words(self.hint),
            )
        };
        frame.with(inline_error(form, at))
    }

    fn contract(&self, control: Piece) -> Piece {
        let (form, at) = (self.form, self.at);
        self.describe(control).live_attr("aria-invalid", move || {
            form.error_at(at).map(|_| "true".to_owned())
        })
    }

    fn describe(&self, control: Piece) -> Piece {
        let (form, at) = (self.form, self.at);
        let (has_hint, has_count) = (!self.hint.is_empty(), self.has_count);
        control.live_attr("aria-describedby", move || {
            let mut ids = Vec::new();
            let has_error = form.error_at(at).is_some();
            for (is_there, name) in [
                (has_hint, "hint"),
                (has_error, "error"),
                (has_count, "count"),
            ] {
                if is_there {
                    ids.push(form.id_of_part(at, name));
                }
            }
            (!ids.is_empty()).then(|| ids.join(" "))
        })
    }
}

/// What is wrong with a field.
pub(in crate::field) fn inline_error(form: Form, at: &'static str) -> Piece {
    piece("div").class("field__place").live(move || {
        let words = form.error_at(at);
        let line = words.map(|words| {
            piece("p")
                .class("field__error")
                .attr("id", &form.id_of_part(at, "error"))
                .icon(icon::TRIANGLE_ALERT)
                .with(piece("span").words(&words))
        });
        line.into_iter().collect()
    })
}
