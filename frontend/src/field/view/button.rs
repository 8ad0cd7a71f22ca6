//! Buttons and links.

use crate::browser::task::spawn;

use super::piece::{Piece, piece};
use super::toast::Toaster;
use crate::browser::clipboard;
use crate::field::prelude::*;
use crate::parts::icon::{self, Shape};

/// How much a button matters.
#[derive(Clone, Copy)]
pub(in crate::field) enum Kind {
    Primary,
    Plain,
    Quiet,
    Grave,
}

impl Kind {
    const fn class(self) -> &'static str {
        match self {
            Self::Primary => "button button--primary",
            Self::Plain => "button",
            Self::Quiet => "button button--quiet",
            Self::Grave => "button button--grave",
        }
    }
}

/// A button: verb and noun.
pub(in crate::field) fn button(
    label: &str,
    kind: Kind,
    shape: Option<Shape>,
    press: impl Fn() + 'static,
) -> Piece {
    let button = piece("button").attr("type", "button").class(kind.class());
    let button = match shape {
        Some(shape) => button.icon(shape),
        None => button,
    };
    button
        .with(piece("span").words(label))
        .on("click", move |_| press())
}

/// The button that sends a form. While busy it says so and ignores presses, but keeps the focus.
pub(in crate::field) fn submit_button(label: &'static str, kind: Kind, busy: Live<bool>) -> Piece {
    piece("button")
        .attr("type", "submit")
        .class(kind.class())
        .live_attr("aria-disabled", move || {
            busy.get().then(|| "true".to_owned())
        })
        .live_words(move || {
            if busy.get() {
                t!(common.sending)
            } else {
                label
            }
            .to_owned()
        })
}

/// A link.
pub(in crate::field) fn link(words: &str, href: &str) -> Piece {
    piece("a").attr("href", href).words(words)
}

/// A link that looks like a button.
pub(in crate::field) fn button_link(words: &str, href: &str, kind: Kind) -> Piece {
    link(words, href).class(kind.class())
}

/// Copies a text and says whether it worked.
pub(in crate::field) fn copy_button(
    label: &str,
    done: &'static str,
    text: impl Fn() -> String + 'static,
    toaster: Toaster,
) -> Piece {
    button(label, Kind::Plain, Some(icon::COPY), move || {
        let text = text();
        spawn(async move {
            let copied = clipboard::copy(&text).await;
            toaster.say(if copied { done } else { t!(common.copy_failed) });
        });
    })
}
