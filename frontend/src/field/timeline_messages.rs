//! What was said back and forth about a signal: questions to answer, feedback to rate.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::browser::dom;
use crate::browser::task::spawn;
use shared::id::{IdempotencyKey, QuestionId};
use shared::outbox::ItemKind;
use shared::problem::Code;
use shared::question::{NoteDraft, Question};
use shared::text::NOTE;
use shared::timeline::{RatingDraft, ReceivedFeedback, Timeline};

use super::form::Form;
use super::outbox::Fate;
use super::prelude::*;
use super::timeline::{Following, Unsent};
use super::view::{
    Kind, Piece, Tone, button, error_summary, notice, piece, section, submit_button, text_area,
};
use crate::api::{ApiError, Parcel, Said};
use crate::i18n::day;
use crate::parts::icon;

/// Every message of a signal; questions that wait first.
pub(super) fn messages(following: Following, timeline: &Timeline, authority: &str) -> Piece {
    let questions = || {
        timeline
            .questions
            .iter()
            .filter(|question| !question.cancelled)
    };
    let section = section(t!(timeline.messages)).class("messages");
    if questions().next().is_none() && timeline.feedback.is_empty() {
        return section.with(piece("p").class("meta").words(t!(timeline.no_messages)));
    }
    let open = questions().filter(|question| question.answer.is_none());
    let answered = questions().filter(|question| question.answer.is_some());
    section
        .with_all(open.map(|question| open_question(following, question)))
        .with_all(
            timeline
                .feedback
                .iter()
                .map(|feedback| one_feedback(following, feedback, authority)),
        )
        .with_all(answered.flat_map(|question| answered_question(question, authority)))
}

fn message(meta: &str, text: &str) -> Piece {
    piece("article")
        .class("message")
        .with(piece("p").class("meta").words(meta))
        .with(piece("p").class("quote").words(text))
}

/// A question that waits for its answer, or whose answer waits for the network.
fn open_question(following: Following, question: &Question) -> Piece {
    let id = question.id;
    let article = piece("article")
        .class("message message--question")
        .with(piece("h3").words(t!(feedback.question)))
        .with(
            piece("p")
                .class("quote")
                .words(question.text.as_deref().unwrap_or_default()),
        );
    let unsent = Live::new(untrack(|| answer_to(following, id)));
    follow(move || {
        let found = answer_to(following, id);
        // The form stays what it is as long as nothing changes for this question.
        if unsent.with_untracked(|known| *known != found) {
            unsent.set(found);
        }
    });
    article.with(piece("div").live(move || match unsent.get() {
        Some((_, text, None)) => {
            vec![
                piece("p").class("quote").words(&text),
                piece("p")
                    .class("meta")
                    .attr("role", "status")
                    .words(t!(timeline.answer_waits)),
            ]
        }
        Some((key, text, Some(code))) => {
            let why = ApiError::Refused(Box::new(code.into())).text();
            let lines = [t!(timeline.answer_refused), &why].map(|line| piece("p").words(line));
            vec![
                notice(Tone::Warn, lines).attr("role", "alert"),
                answer_form(following, id, text, Some(key)),
            ]
        }
        None => vec![answer_form(following, id, String::new(), None)],
    }))
}

/// The answer that was given here and is not with the server yet, and why not where it was refused.
fn answer_to(
    following: Following,
    question: QuestionId,
) -> Option<(IdempotencyKey, String, Option<Code>)> {
    following.unsent.with(|unsent| {
        unsent.iter().rev().find_map(|unsent| match &unsent.said {
            Said::Answer(to, text) if *to == question => {
                Some((unsent.key, text.clone(), unsent.refusal))
            }
            _ => None,
        })
    })
}

/// `refused` is the answer that this one takes the place of.
fn answer_form(
    following: Following,
    id: QuestionId,
    written: String,
    refused: Option<IdempotencyKey>,
) -> Piece {
    let (form, busy) = (Form::new(), Live::new(false));
    let text = Live::new(written);
    let send = move || {
        let draft = NoteDraft {
            text: text.get_untracked(),
        };
        if busy.get_untracked() || form.accept(draft.clone().parse()).is_none() {
            return;
        }
        busy.set(true);
        spawn(async move {
            let parcel = Parcel::answer_question(id, &draft);
            let fate = following.hand_in(ItemKind::Answer, parcel).await;
            busy.set(false);
            let toaster = following.field.toaster;
            if let (Ok(Fate::Done | Fate::Later), Some(refused)) = (&fate, refused) {
                following.drop_refused(refused);
            }
            match fate {
                Ok(Fate::Done) => {
                    following.read_again();
                    toaster.say(t!(timeline.answer_sent));
                }
                Ok(Fate::Later) => toaster.say(t!(timeline.answer_later)),
                // It says so above the form.
                Ok(Fate::Refused(_)) => {}
                Err(error) => form.show(&error),
            }
        });
    };
    let (label, hint) = (t!(timeline.answer_label), t!(timeline.answer_hint));
    piece("form")
        .attr("novalidate", "")
        .on("submit", move |event| {
            event.prevent_default();
            send();
        })
        .with(error_summary(form))
        .with(text_area(form, "/text", label, hint, NOTE.max, text))
        .with(submit_button(t!(timeline.answer_send), Kind::Primary, busy))
}

fn answered_question(question: &Question, authority: &str) -> [Piece; 2] {
    let asked = t!(
        timeline.from_authority,
        authority = authority,
        date = day(question.asked_on)
    );
    let answered = question.answered_on.unwrap_or(question.asked_on);
    let answered = t!(timeline.from_you, date = day(answered));
    let words = |text: &Option<String>| text.clone().unwrap_or_default();
    [
        message(&asked, &words(&question.text)),
        message(&answered, &words(&question.answer)).class("message message--mine"),
    ]
}

fn one_feedback(following: Following, feedback: &ReceivedFeedback, authority: &str) -> Piece {
    let from = t!(
        timeline.from_authority,
        authority = authority,
        date = day(feedback.sent_on)
    );
    piece("article")
        .class("message")
        .with(piece("p").class("meta").words(&from))
        .with(piece("h3").words(feedback.moment.label()))
        .with(piece("p").class("quote").words(&feedback.text))
        .with(rating(following, feedback))
}

/// One tap: it helps, or it does not.
fn rating(following: Following, feedback: &ReceivedFeedback) -> Piece {
    let id = feedback.id;
    let chosen = following.field.chosen.get_value();
    let chosen = chosen.filter(|(of, _)| *of == id).map(|(_, useful)| useful);
    // Somebody who chose in the mail may change an answer of before.
    let useful = Live::new(feedback.useful.filter(|_| chosen.is_none()));
    let rating = piece("div").class("rating").attr("tabindex", "-1");
    let place: HtmlElement = rating.element().clone().unchecked_into();
    let rate = Rc::new(move |is_useful: bool| {
        // The button that has the focus goes away.
        dom::focus(&place);
        following.field.chosen.set_value(None);
        useful.set(Some(is_useful));
        spawn(async move {
            let parcel = Parcel::rate_feedback(id, RatingDraft { useful: is_useful });
            let fate = following.hand_in(ItemKind::Rate, parcel).await;
            if !matches!(fate, Ok(Fate::Done | Fate::Later)) {
                useful.set(None);
                following.field.toaster.say(t!(timeline.rate_failed));
            }
        });
    });
    let waits = move || {
        following.unsent.with(|unsent| {
            let is_it = |unsent: &Unsent| {
                unsent.refusal.is_none() && matches!(unsent.said, Said::Rating(of, _) if of == id)
            };
            unsent.iter().any(is_it)
        })
    };
    rating.live(move || {
        if waits() {
            let line = piece("p").class("rating__thanks").attr("role", "status");
            return vec![line.words(t!(timeline.rate_waits))];
        }
        if useful.get().is_some() {
            let thanks = piece("p").class("rating__thanks").icon(icon::CIRCLE_CHECK);
            return vec![thanks.words(t!(timeline.rate_thanks))];
        }
        let answer = |words, confirm, is_useful| {
            let rate = rate.clone();
            let (words, kind) = match chosen {
                Some(useful) if useful == is_useful => (confirm, Kind::Primary),
                _ => (words, Kind::Plain),
            };
            button(words, kind, None, move || rate(is_useful))
        };
        let (yes, no) = (t!(feedback.confirm_yes), t!(feedback.confirm_no));
        let answers = piece("div")
            .class("row")
            .with(answer(t!(feedback.useful_yes), yes, true))
            .with(answer(t!(feedback.useful_no), no, false));
        let question = piece("p")
            .class("rating__question")
            .words(t!(feedback.useful));
        vec![question, answers]
    })
}
