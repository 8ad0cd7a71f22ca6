//! F3: the signals whose receipts are on this device. What was heard last is shown at once; news comes after it.

use shared::id::SignalId;
use shared::life_cycle::SignalState;
use shared::text::graphemes;
use shared::timeline::Timeline;

use super::copies::age;
use super::device::KeptReceipt;
use super::lazy;
use super::prelude::*;
use super::route::Route;
use super::state::FieldState;
use super::view::{
    Kind, Piece, Reading, Tone, button, button_link, card, empty_state, link, listen, notice, page,
    piece,
};
use super::waiting::waiting_part;
use crate::api::ApiError;
use crate::browser::dom;
use crate::i18n::day;
use crate::parts::icon;

/// My signals.
pub(super) fn mine_page(field: FieldState) -> Piece {
    let page = page(t!(mine.title));
    if let Some(head) = page.element().first_element_child() {
        Piece::of(head).with(button_link(
            t!(mine.new),
            &Route::Submit.href(),
            Kind::Plain,
        ));
    }
    let news = Reading::new(move || lazy::news(field));
    let (failure, again) = (news.clone(), news.clone());
    // What is shown may be old.
    listen(&dom::window(), "online", move |_| again.again());
    let failed = piece("div").live(move || {
        let error = failure.failure();
        let view = error.map(|error| {
            let retry = failure.retry();
            let why = match error {
                ApiError::Unreachable => t!(error.connection).to_owned(),
                other => other.text(),
            };
            notice(
                Tone::Warn,
                [
                    piece("p").class("notice__title").words(t!(mine.failed)),
                    piece("p").words(&why),
                    button(t!(common.retry), Kind::Plain, Some(icon::REFRESH_CW), retry),
                ],
            )
        });
        view.into_iter().collect()
    });
    let page = page.with(waiting_part(field)).with(failed);
    page.with(piece("div").live(move || {
        let receipts = field.receipts.get();
        if receipts.is_empty() && field.outbox.with(|outbox| outbox.waiting() > 0) {
            return Vec::new();
        }
        if receipts.is_empty() {
            let ways = [
                button_link(t!(mine.new), &Route::Submit.href(), Kind::Primary),
                link(t!(mine.follow), &Route::Follow.href()),
            ];
            return vec![empty_state(t!(mine.empty), ways)];
        }
        let heard = news.get();
        let texts = heard.as_ref().map(|heard| first_words(&heard.timelines));
        let texts = texts.unwrap_or_default();
        let age = heard
            .and_then(|heard| heard.at_millis)
            .map(|at_millis| age(at_millis, news.retry()));
        let cards = receipts
            .iter()
            .map(|kept| piece("li").with(one_signal(kept, text_of(&texts, kept.id))));
        let list = [
            piece("p").class("field__hint").words(t!(mine.intro)),
            piece("ul").class("cards").with_all(cards),
            piece("p").with(link(t!(mine.follow), &Route::Follow.href())),
        ];
        age.into_iter().chain(list).collect()
    }))
}

fn one_signal(kept: &KeptReceipt, text: Option<&String>) -> Piece {
    let sent_on = t!(mine.sent_on, date = day(kept.sent_on));
    let stands = match kept.step {
        Some(step) if !kept.state.is_ended() => step.label(),
        _ => kept.state.label(),
    };
    let line = || piece("p").class("card__line");
    let unread = kept.unread();
    let mut lines = vec![line().with(piece("span").class("badge").words(stands))];
    if !kept.state.is_ended() && kept.messages == 0 {
        lines.push(line().words(&t!(mine.answer_by, date = day(kept.promised_on))));
    }
    if kept.state == SignalState::QuestionOpen {
        lines.push(line().with(piece("strong").words(t!(mine.question_waits))));
    }
    if unread > 0 {
        lines.push(line().words(&t!(mine.unread, count = unread)));
    }
    if text.is_some() {
        lines.push(piece("p").class("card__line meta").words(&sent_on));
    }
    let title = text.unwrap_or(&sent_on);
    card(title, &Route::Signal(kept.id).href(), unread > 0, lines)
}

fn text_of(texts: &[(SignalId, String)], id: SignalId) -> Option<&String> {
    texts.iter().find(|(of, _)| *of == id).map(|(_, text)| text)
}

/// How a signal is recognised in the list.
fn first_words(timelines: &[Timeline]) -> Vec<(SignalId, String)> {
    timelines
        .iter()
        .filter_map(|timeline| Some((timeline.id, shortened(timeline.text.as_deref()?))))
        .collect()
}

const TITLE_CHARACTERS: usize = 80;

fn shortened(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= TITLE_CHARACTERS {
        return line;
    }
    let mut cut: String = line.chars().take(TITLE_CHARACTERS).collect();
    if let Some((words, _)) = cut.rsplit_once(' ') {
        return format!("{words} …");
    }
    // One endless word: not in the middle of what is read as one character.
    let goes_on = |cut: &str| {
        let next = line.get(cut.len()..).and_then(|rest| rest.chars().next());
        next.is_some_and(|next| graphemes(&format!("{cut}{next}")) == graphemes(cut))
    };
    while goes_on(&cut) {
        cut.pop();
    }
    format!("{cut} …")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_between_words() {
        let text = "Bewoners vinden geen loket meer open en weten niet waar ze met hun papieren naartoe kunnen gaan";
        assert_eq!(
            shortened(text),
            "Bewoners vinden geen loket meer open en weten niet waar ze met hun papieren …"
        );
        assert_eq!(shortened("Geen\n  loket"), "Geen loket");
    }

    #[test]
    fn an_endless_word_is_cut_between_what_is_read_as_characters() {
        const FAMILY: &str = "👨‍👩‍👧";
        let cut = shortened(&FAMILY.repeat(40));
        assert_eq!(cut, format!("{} …", FAMILY.repeat(16)));
        let cut = shortened(&format!("a{}", FAMILY.repeat(40)));
        assert_eq!(cut, format!("a{} …", FAMILY.repeat(15)));
    }
}
