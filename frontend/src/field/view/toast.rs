//! A short message that comes and goes. One at a time: the screen is small, and the newest matters.

use crate::browser::task::spawn;

use super::button::{Kind, button};
use super::piece::{Piece, piece};
use crate::browser::timer;
use crate::field::prelude::*;
use crate::parts::icon;

/// Long enough to read it (ux.md §3).
const STAY_MS: i32 = 10_000;

/// Shows messages.
#[derive(Clone, Copy)]
pub(in crate::field) struct Toaster {
    text: Live<String>,
    round: Kept<u32>,
}

impl Toaster {
    pub(in crate::field) fn new() -> Self {
        Self {
            text: Live::new(String::new()),
            round: Kept::new(0),
        }
    }

    /// Says something.
    pub(in crate::field) fn say(self, text: impl Into<String>) {
        let this = self.round.get_value().wrapping_add(1);
        self.round.set_value(this);
        self.text.set(text.into());
        spawn(async move {
            timer::after(STAY_MS).await;
            if self.round.try_get_value() == Some(this) {
                self.text.set(String::new());
            }
        });
    }
}

/// The message, in a region that screen readers follow without losing their place.
pub(in crate::field) fn toasts(toaster: Toaster) -> Piece {
    piece("div")
        .class("toasts")
        .attr("role", "status")
        .live(move || {
            let text = toaster.text.get();
            if text.is_empty() {
                return Vec::new();
            }
            let close = button("", Kind::Quiet, Some(icon::X), move || {
                toaster.text.set(String::new());
            })
            .attr("aria-label", t!(common.close));
            let _ = close.element().class_list().add_1("button--icon");
            let words = piece("p").class("toast__text").words(&text);
            vec![piece("div").class("toast").with(words).with(close)]
        })
}
