//! F6: what was not sent yet. Each text can be changed, sent now, kept as a file, or deleted.

use shared::outbox::{Item, ItemKind, ItemState, Outbox};
use shared::problem::Code;

use super::device;
use super::prelude::*;
use super::sent::change_text;
use super::state::FieldState;
use super::view::{Kind, Piece, button, dialog, piece, section};
use crate::api::ApiError;
use crate::browser::task::spawn;
use crate::browser::{clock, dom, download};
use crate::offline;
use crate::parts::icon;

/// What waits; nothing when nothing does.
pub(super) fn waiting_part(field: FieldState) -> Piece {
    piece("div").live(move || {
        let waiting = field.outbox.with(of);
        if waiting.is_empty() {
            return Vec::new();
        }
        let lines = counts(&waiting).into_iter();
        let lines = lines.map(|line| piece("p").words(&line));
        let count = piece("div").attr("role", "status").with_all(lines);
        let hurry = move || {
            let now_ms = clock::now_ms();
            field.tries_anyway.set_value(true);
            field.arrange(move |outbox| {
                outbox.signed_in();
                outbox.hurry(now_ms);
            });
        };
        let retry = button(t!(outbox.retry), Kind::Plain, Some(icon::REFRESH_CW), hurry);
        let texts = waiting
            .into_iter()
            .filter(|item| item.kind == ItemKind::Submit)
            .map(|item| one_text(field, &item));
        vec![
            section(t!(outbox.title))
                .class("outbox")
                .with(count)
                .with(piece("p").with(retry))
                .with(piece("ul").class("cards").with_all(texts))
                .with(piece("p").class("meta").words(t!(legal.device)))
                .with(piece("p").class("meta").words(t!(outbox.deadline))),
        ]
    })
}

/// What waits, oldest first.
pub(super) fn of(outbox: &Outbox) -> Vec<Item> {
    let items = outbox.items().iter();
    items.filter(|item| item.is_waiting()).cloned().collect()
}

/// How much waits for the network, texts before what belongs to texts that are there already; then what waits for
/// somebody, who has to look why.
pub(super) fn counts(waiting: &[Item]) -> Vec<String> {
    let (mut on_way, mut others, mut held_up, mut refused) = (0_usize, 0_usize, 0_usize, 0_usize);
    for item in waiting {
        match (item.kind, item.state) {
            (ItemKind::Submit | ItemKind::Answer, ItemState::Rejected) => refused += 1,
            (ItemKind::Submit, ItemState::LoginNeeded | ItemState::LinkNeeded) => held_up += 1,
            (ItemKind::Submit, _) => on_way += 1,
            (_, ItemState::Rejected) => {}
            _ => others += 1,
        }
    }
    let mut lines = Vec::new();
    if on_way > 0 {
        lines.push(t!(outbox.count, count = on_way));
    } else if others > 0 {
        lines.push(t!(outbox.others, count = others));
    }
    if held_up > 0 {
        lines.push(t!(outbox.logout, count = held_up));
    }
    if refused > 0 {
        lines.push(t!(outbox.refused, count = refused));
    }
    lines
}

fn one_text(field: FieldState, item: &Item) -> Piece {
    let key = item.key;
    // Whoever holds the phone now does not read it, nor throw it away.
    let is_handed_on = field.is_signed_in.get() || device::is_shared();
    if item.state == ItemState::LoginNeeded && is_handed_on {
        let line = piece("p").words(t!(outbox.of_another));
        return piece("li").class("card").with(line);
    }
    let words = Live::new(String::new());
    spawn(async move {
        let parcel = offline::parcel_of(key).await;
        words.set(parcel.and_then(|parcel| parcel.text()).unwrap_or_default());
    });
    let stands = match (item.state, item.refusal) {
        (ItemState::Rejected, code) => {
            let code = code.unwrap_or(Code::BadRequest);
            ApiError::Refused(Box::new(code.into())).text()
        }
        (ItemState::LinkNeeded, _) => t!(outbox.link).to_owned(),
        (ItemState::LoginNeeded, _) => t!(outbox.login).to_owned(),
        (ItemState::Sending, _) => t!(outbox.sending).to_owned(),
        _ if dom::is_online() => t!(sent.saved).to_owned(),
        _ => t!(outbox.waiting).to_owned(),
    };
    let press = move || spawn(change_text(field, key));
    let change = button(t!(outbox.change), Kind::Plain, None, press);
    let save = move || download::text("signaal.txt", &words.get_untracked());
    let authority = item.authority.clone();
    let delete = move || {
        let authority = authority.clone();
        spawn(async move {
            // The form forgets that it was changing this text.
            if field.correcting.get_untracked() == Some(key) {
                field.correcting.set(None);
            }
            field.recall(key, authority).await;
        });
    };
    let open = Live::new(false);
    let ask = move || open.set(true);
    let ways = piece("div")
        .class("row")
        .with(change)
        .with(button(t!(outbox.download), Kind::Quiet, None, save))
        .with(button(
            t!(outbox.delete),
            Kind::Quiet,
            Some(icon::TRASH_2),
            ask,
        ));
    let label = t!(outbox.delete);
    let dialog = dialog(open, label, move || words.get(), label, delete);
    piece("li")
        .class("card")
        .with(piece("p").class("quote").live_words(move || words.get()))
        .with(piece("p").class("meta").words(&stands))
        .with(ways)
        .with(dialog)
}

#[cfg(test)]
mod tests {
    use shared::id::IdempotencyKey;

    use super::*;

    fn items(all: &[(ItemKind, ItemState)]) -> Vec<Item> {
        crate::i18n::use_dutch_texts();
        let key: IdempotencyKey = "01934f6e-8a3b-7c21-9d4e-5f60718293a4".parse().unwrap();
        let item = |(kind, state): &(ItemKind, ItemState)| Item {
            state: *state,
            ..Item::new(key, *kind, "linde".into(), 0)
        };
        all.iter().map(item).collect()
    }

    #[test]
    fn only_what_waits_for_the_network_is_said_to() {
        use ItemKind::{Enrich, Rate, Submit};
        use ItemState::{LinkNeeded, Queued, Rejected, Sending};
        let waiting = items(&[(Submit, Queued), (Submit, Sending), (Enrich, Queued)]);
        assert_eq!(counts(&waiting), ["2 signalen wachten op internet"]);
        let refused = items(&[(Submit, Rejected)]);
        assert_eq!(counts(&refused), ["1 tekst kon niet weg. Kijk waarom."]);
        let all = items(&[(Rate, Queued), (Submit, LinkNeeded), (Submit, Rejected)]);
        let lines = [
            "1 keuze of antwoord wacht op internet",
            "1 signaal is niet verstuurd",
            "1 tekst kon niet weg. Kijk waarom.",
        ];
        assert_eq!(counts(&all), lines);
    }
}
