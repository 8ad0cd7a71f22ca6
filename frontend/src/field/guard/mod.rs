//! Looks over a text while it is written, on the device only: what may be personal data is marked in the text and listed
//! below it, each with one tap that helps (ux.md §4.1). Comes after the first paint (docs/adr/0010); without it a text is
//! written and sent all the same, and the server looks again whatever was said here (decisions.md 7).

mod area;
mod ask;
mod coach;
mod list;
mod looked;
mod marks;
mod names;

use std::rc::Rc;

use web_sys::HtmlTextAreaElement;

use self::area::Area;
use self::looked::{Looked, Waived};
use super::prelude::*;
use super::submit::Submit;
use super::view::{Piece, piece};
use crate::browser::task::spawn;
use crate::browser::{dom, timer};

/// A text up to here is looked over with every key; longer ones when the typing stops for a moment.
const AT_ONCE: usize = 4_000;
/// That moment.
const QUIET_MS: i32 = 300;

/// What happened to the text last, as long as it can be taken back.
#[derive(Clone, PartialEq)]
struct Replaced {
    before: String,
    after: String,
    /// What is said about it.
    words: String,
}

/// One text area that is looked over. `Copy`, so that every closure gets it.
#[derive(Clone, Copy)]
struct Guard {
    area: Kept<Area>,
    text: Live<String>,
    /// What was found when we last looked.
    looked: Live<Rc<Looked>>,
    waived: Live<Waived>,
    replaced: Live<Option<Replaced>>,
    round: Kept<u32>,
    number: u32,
}

/// What the chunk gives to the client.
#[derive(Clone, Copy)]
pub(super) struct Guarding {
    /// Looks over the form.
    pub(super) form: fn(Submit),
    /// Looks over a smaller text; what there is to say is shown in the part that comes back.
    pub(super) note: fn(HtmlTextAreaElement, Live<String>) -> Piece,
}

pub(super) const GUARDING: Guarding = Guarding { form, note };

fn form(submit: Submit) {
    let Some(area) = submit.area() else { return };
    let Some(slot) = super::app::by_id("guard") else {
        return;
    };
    let guard = Guard::over(area, submit.text);
    marks::follow_text(guard);
    slot.element().set_text_content(None);
    let _ = slot.with_all(list::list(guard)).with(coach::coach(guard));
    ask::before_sending(guard, submit);
}

fn note(area: HtmlTextAreaElement, text: Live<String>) -> Piece {
    let guard = Guard::over(area, text);
    piece("div")
        .class("guard guard--note")
        .with_all(list::list(guard))
}

impl Guard {
    fn over(area: HtmlTextAreaElement, text: Live<String>) -> Self {
        let guard = Self {
            area: Kept::new(Area::of(area)),
            text,
            looked: Live::new(Rc::new(Looked::default())),
            waived: Live::new(Waived::default()),
            replaced: Live::new(None),
            round: Kept::new(0),
            number: dom::next_id(),
        };
        let lists = names::lists();
        follow(move || {
            guard.waived.with(|_| ());
            lists.with(|_| ());
            guard.look_soon(guard.text.with(String::len));
        });
        guard
    }

    /// Never while a key is handled: what was typed is on the screen before. Several keys in a row are one look.
    fn look_soon(self, length: usize) {
        let this = self.round.get_value().wrapping_add(1);
        self.round.set_value(this);
        let wait = if length > AT_ONCE { QUIET_MS } else { 0 };
        spawn(async move {
            timer::after(wait).await;
            if self.round.try_get_value() == Some(this) {
                self.look();
            }
        });
    }

    fn look(self) {
        let text = self.text.get_untracked();
        if text.is_empty() {
            // Sent or taken away: what was said about it goes with it.
            self.waived.update_untracked(Waived::clear);
        }
        let looked = self
            .waived
            .with_untracked(|waived| names::with(|names| Looked::over(text, names, waived)));
        if self.looked.with_untracked(|known| **known != looked) {
            self.looked.set(Rc::new(looked));
        }
    }

    /// What was found in the text as it is now: looks at once.
    fn looked_now(self) -> Rc<Looked> {
        self.look();
        self.looked.get_untracked()
    }

    /// Puts proposals in the place of what was found.
    fn replace(self, which: impl Fn(&looked::Spot) -> bool, words: String) {
        let looked = self.looked_now();
        let area = self.area.get_value();
        area.replace(&looked.edits(which));
        self.replaced.set(Some(Replaced {
            before: looked.text().to_owned(),
            after: area.text(),
            words,
        }));
    }

    fn undo_id(self) -> String {
        format!("guard-undo-{}", self.number)
    }

    /// The button that was pressed goes away with its row; what it did can be taken back from here.
    fn focus_on_undo(self) {
        spawn(async move {
            timer::after(0).await;
            dom::focus_id(&self.undo_id());
        });
    }

    /// Takes the last replacement back.
    fn undo(self) {
        if let Some(replaced) = self.replaced.get_untracked() {
            self.area.get_value().replace_all(&replaced.before);
        }
        self.replaced.set(None);
    }
}
