//! Messages inside a page.

use super::button::{Kind, button};
use super::piece::{Piece, piece, svg};
use shared::problem::Code;

use crate::api::ApiError;
use crate::browser::dom;
use crate::field::prelude::*;
use crate::parts::icon;

/// What kind of message.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::field) enum Tone {
    Info,
    Warn,
}

/// A message: its parts are lines.
pub(in crate::field) fn notice(tone: Tone, lines: impl IntoIterator<Item = Piece>) -> Piece {
    let (class, shape) = match tone {
        Tone::Info => ("notice notice--info", icon::INFO),
        Tone::Warn => ("notice notice--warn", icon::TRIANGLE_ALERT),
    };
    let body = piece("div").class("notice__body").with_all(lines);
    piece("div").class(class).icon(shape).with(body)
}

/// Title and text of what went wrong. The device may say "online" and not reach us.
fn words_of(error: &ApiError, is_reading: bool) -> (&'static str, String) {
    let connection = if is_reading {
        t!(error.connection)
    } else {
        t!(error.offline)
    };
    match error {
        ApiError::Unreachable if dom::is_online() => {
            (t!(error.unreachable_title), connection.to_owned())
        }
        ApiError::Unreachable => (t!(error.offline_title), connection.to_owned()),
        other if other.code() == Some(Code::EntryLinkInvalid) => (
            t!(submit.link_revoked_title),
            t!(submit.link_revoked).to_owned(),
        ),
        other => (t!(error.title), other.text()),
    }
}

/// What went wrong, what to do, and how to name it to us.
pub(in crate::field) fn problem_view(error: &ApiError, retry: Option<Box<dyn Fn()>>) -> Piece {
    let (title, text) = words_of(error, retry.is_some());
    let view = piece("div")
        .class("problem")
        .with(piece("h2").class("problem__title").words(title))
        .with(piece("p").words(&text));
    let view = match retry {
        Some(retry) => view.with(button(
            t!(common.retry),
            Kind::Plain,
            Some(icon::REFRESH_CW),
            retry,
        )),
        None => view,
    };
    match error.instance().filter(|_| error.is_our_fault()) {
        Some(id) => view.with(
            piece("p")
                .class("problem__code")
                .words(&t!(common.error_id, id = id)),
        ),
        None => view,
    }
}

/// A list without rows: one sentence why, and what to do.
pub(in crate::field) fn empty_state(text: &str, ways: impl IntoIterator<Item = Piece>) -> Piece {
    const ARCS: &str = "M34 10a20 20 0 0 0 0 28M62 10a20 20 0 0 1 0 28M22 2a34 34 0 0 0 0 44M74 2a34 34 0 0 1 0 44";
    const DOT: &str = "M42 24a6 6 0 1 0 12 0a6 6 0 1 0 -12 0";
    piece("div")
        .class("empty")
        .with(svg("empty__picture", "0 0 96 48", &[ARCS, DOT]))
        .with(piece("p").class("empty__text").words(text))
        .with_all(ways)
}
