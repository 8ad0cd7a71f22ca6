//! What was found, as a list below the text: the same as the marks, in words, with buttons.

use super::Guard;
use super::looked::Spot;
use crate::browser::task::spawn;
use crate::browser::timer;
use crate::field::prelude::*;
use crate::field::view::{Kind, Piece, button, piece};
use crate::parts::icon;

/// More at once would push Send off the screen; the next comes when one is dealt with.
const SHOWN: usize = 2;
/// How long after the last key it is said.
const QUIET_MS: i32 = 1_000;

/// The rows, what can be taken back, and what is said to who does not see them.
pub(super) fn list(guard: Guard) -> [Piece; 3] {
    let shown = Live::new((Vec::<Spot>::new(), 0));
    follow(move || {
        let things: Vec<Spot> = guard
            .looked
            .with(|looked| looked.things().into_iter().cloned().collect());
        let more = things.len().saturating_sub(SHOWN);
        let first: Vec<Spot> = things.into_iter().take(SHOWN).collect();
        // Made anew, a button would lose the focus: only when the words are others.
        let is_same = shown.with_untracked(|(known, known_more)| {
            *known_more == more
                && known.len() == first.len()
                && known
                    .iter()
                    .zip(&first)
                    .all(|(one, other)| one.is_same_thing(other) && one.proposal == other.proposal)
        });
        if !is_same {
            shown.set((first, more));
        }
    });
    let rows = piece("ul").class("warnings").live(move || {
        let (first, more) = shown.get();
        let more = (more > 0).then(|| {
            piece("li")
                .class("warnings__more")
                .words(&t!(pii.more, count = more))
        });
        first
            .into_iter()
            .map(|spot| row(guard, spot))
            .chain(more)
            .collect()
    });
    [undo(guard), rows, announced(shown)]
}

fn row(guard: Guard, spot: Spot) -> Piece {
    let words = t!(pii.warning, found = short(&spot.written));
    let (same, kind, written) = (spot.clone(), spot.kind, spot.written.clone());
    let replaced = t!(
        pii.replaced,
        found = short(&spot.written),
        label = &spot.proposal
    );
    let replace = button(
        &t!(pii.remove, label = &spot.proposal),
        Kind::Plain,
        None,
        move || {
            guard.replace(|spot| spot.is_same_thing(&same), replaced.clone());
            guard.focus_on_undo();
        },
    );
    let waive = button(t!(pii.keep), Kind::Quiet, None, move || {
        guard.waived.update(|waived| waived.add(kind, &written));
        guard.area.get_value().focus();
    });
    piece("li")
        .class("warnings__row")
        .icon(icon::TRIANGLE_ALERT)
        .with(piece("p").words(&words))
        .with(piece("div").class("row").with(replace).with(waive))
}

/// What was replaced last, until the text changes.
fn undo(guard: Guard) -> Piece {
    follow(move || {
        let text = guard.text.get();
        let is_past = guard
            .replaced
            .with(|replaced| replaced.as_ref().is_some_and(|one| one.after != text));
        if is_past {
            guard.replaced.set(None);
        }
    });
    piece("div").class("warnings__undo").live(move || {
        let Some(replaced) = guard.replaced.get() else {
            return Vec::new();
        };
        let back = button(t!(sent.undo), Kind::Quiet, Some(icon::UNDO_2), move || {
            guard.undo();
        });
        vec![
            piece("p").attr("role", "status").words(&replaced.words),
            back.attr("id", &guard.undo_id()),
        ]
    })
}

/// Says how much there is to look at, a moment after the typing stops, and only when it became more.
fn announced(shown: Live<(Vec<Spot>, usize)>) -> Piece {
    let said = Live::new(String::new());
    let known = Kept::new(0);
    let round = Kept::new(0_u32);
    follow(move || {
        let count = shown.with(|(first, more)| first.len() + more);
        let this = round.get_value().wrapping_add(1);
        round.set_value(this);
        spawn(async move {
            timer::after(QUIET_MS).await;
            if round.try_get_value() != Some(this) {
                return;
            }
            let words = if count > known.get_value() {
                t!(pii.announce, count = count)
            } else {
                String::new()
            };
            known.set_value(count);
            said.set(words);
        });
    });
    piece("p")
        .class("visually-hidden")
        .attr("aria-live", "polite")
        .live_words(move || said.get())
}

/// As the list shows it: nobody reads a line of two hundred letters.
fn short(written: &str) -> String {
    const LONG: usize = 60;
    match written.char_indices().nth(LONG) {
        Some((end, _)) => format!("{}…", written.get(..end).unwrap_or_default()),
        None => written.to_owned(),
    }
}
