//! Issues of the authority that a text resembles, found on the device (ux.md §4.1): the text does not leave it before Send.

use std::rc::Rc;

use shared::id::IssueId;
use shared::issue::PublishedIssue;
use text::Known;

use super::Guard;
use crate::browser::task::spawn;
use crate::browser::timer;
use crate::field::prelude::*;
use crate::field::submit::Submit;
use crate::field::view::{Kind, Piece, button, piece};

/// A shorter text resembles everything.
const FEWEST_LETTERS: usize = 40;
/// How long after the last key we look.
const QUIET_MS: i32 = 500;

/// What an authority shows, ready to be held against a text.
#[derive(Clone, Default)]
struct Shown {
    issues: Rc<Vec<PublishedIssue>>,
    known: Rc<Known>,
}

impl Shown {
    fn of(issues: Vec<PublishedIssue>) -> Self {
        let words = issues
            .iter()
            .map(|issue| (issue.title.as_str(), issue.description.as_str()));
        Self {
            known: Rc::new(Known::of(words)),
            issues: Rc::new(issues),
        }
    }

    fn like(&self, text: &str) -> Vec<(IssueId, String)> {
        if text.chars().count() < FEWEST_LETTERS {
            return Vec::new();
        }
        let alike = self.known.like(text).into_iter();
        alike
            .filter_map(|position| self.issues.get(position))
            .map(|issue| (issue.id, issue.title.clone()))
            .collect()
    }
}

/// The issues, each with a way to say "I see this too".
pub(super) fn similar(guard: Guard, submit: Submit) -> Piece {
    let shown = shown(submit);
    let found = Live::new(Vec::<(IssueId, String)>::new());
    let round = Kept::new(0_u32);
    follow(move || {
        let text = guard.text.get();
        let shown = shown.get();
        let this = round.get_value().wrapping_add(1);
        round.set_value(this);
        spawn(async move {
            timer::after(QUIET_MS).await;
            if round.try_get_value() != Some(this) {
                return;
            }
            let now = shown.like(&text);
            // Made anew, a button would lose the focus.
            if found.with_untracked(|before| *before != now) {
                found.set(now);
            }
        });
    });
    let title = piece("p")
        .class("similar__title")
        .attr("role", "status")
        .live_words(move || match found.with(Vec::len) {
            0 => String::new(),
            count => t!(similar.title, count = count),
        });
    let rows = piece("ul").class("similar__rows").live(move || {
        let row = |(id, title): (IssueId, String)| row(submit, id, &title);
        found.get().into_iter().map(row).collect()
    });
    piece("div").class("similar").with(title).with(rows)
}

fn row(submit: Submit, id: IssueId, title: &str) -> Piece {
    let join = button(t!(similar.join), Kind::Plain, None, move || {
        submit.send_seeing(id);
    })
    .attr("aria-label", &format!("{}: {title}", t!(similar.join)));
    piece("li")
        .class("similar__row")
        .with(piece("span").words(title))
        .with(join)
}

/// What the chosen authority shows; nothing until it is here, and without network what was here last.
fn shown(submit: Submit) -> Live<Shown> {
    let shown = Live::new(Shown::default());
    let field = submit.field;
    follow(move || {
        let slug = field.authority.get();
        spawn(async move {
            let issues = field.client_of(&slug).list_published_issues().await;
            // Another authority or language may have been chosen meanwhile.
            if field.authority.try_get_untracked().as_ref() == Some(&slug) {
                shown.set(Shown::of(issues.unwrap_or_default()));
            }
        });
    });
    shown
}
