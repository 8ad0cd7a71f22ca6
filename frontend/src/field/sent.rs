//! F2: sent. What happens next, the code, a way back, and one more tap for who wants.

use crate::browser::task::spawn;
use shared::id::SignalId;
use shared::life_cycle::SignalState;

use super::device::KeptReceipt;
use super::enrich::enrich_part;
use super::prelude::*;
use super::profile::profile_part;
use super::route::Route;
use super::state::{FieldState, JustSent};
use super::view::{Kind, Piece, button, button_link, copy_button, empty_state, page, piece};
use crate::browser::{clock, dom, timer};
use crate::parts::icon;

/// For how long sending can be undone with one tap (ux.md §3); afterwards a signal can still be withdrawn.
const UNDO_MS: i32 = 10_000;

/// A signal was sent.
pub(super) fn sent_page(field: FieldState, id: SignalId) -> Piece {
    let Some(kept) = field.receipt_of(id) else {
        let way = button_link(t!(mine.title), &Route::Mine.href(), Kind::Plain);
        return page(t!(mine.title)).with(empty_state(t!(mine.gone), [way]));
    };
    let date = crate::i18n::day(kept.promised_on);
    let promise = match kept.state {
        SignalState::Held => t!(sent.held, date = date),
        _ => t!(sent.next, date = date),
    };
    let page = page(t!(sent.title));
    let _ = page.element().class_list().add_1("page--panel");
    if let Some(head) = page.element().first_element_child() {
        Piece::of(head).with(piece("p").class("sent__promise").words(&promise));
    }
    let asks_profile = field.profile.with_untracked(Option::is_none);
    let next = piece("p")
        .class("row sent__next")
        .with(button_link(
            t!(submit.another),
            &Route::Submit.href(),
            Kind::Plain,
        ))
        .with(button_link(
            t!(mine.title),
            &Route::Mine.href(),
            Kind::Quiet,
        ));
    page.with(undo(field, kept.clone()))
        .with(code_card(field, &kept))
        .with(enrich_part(field, kept.clone()))
        .with_all(asks_profile.then(|| profile_part(field, kept)))
        .with(next)
}

/// The code, to be kept by whoever has no other way back.
fn code_card(field: FieldState, kept: &KeptReceipt) -> Piece {
    let by_mail = field.profile.with_untracked(|profile| {
        profile
            .as_ref()
            .is_some_and(|known| known.contact().is_some())
    });
    let ways = piece("div")
        .class("row")
        .with(copy_button(
            t!(sent.code_copy),
            t!(sent.code_copied),
            kept.receipt.clone(),
            field.toaster,
        ))
        .with(copy_button(
            t!(timeline.copy_link),
            t!(common.copied),
            personal_link(kept),
            field.toaster,
        ));
    let hint = format!("{} {}", t!(sent.code_hint), t!(sent.code_only));
    piece("section")
        .class("code-card")
        .with(piece("h2").words(t!(sent.code_title)))
        .with(
            piece("p")
                .class("code-card__code code")
                .words(&kept.receipt),
        )
        .with(piece("p").words(&hint))
        .with_all(by_mail.then(|| piece("p").words(t!(sent.mail_too))))
        .with(ways)
}

/// The address that opens the signal on another device.
pub(super) fn personal_link(kept: &KeptReceipt) -> String {
    let origin = dom::window().location().origin().unwrap_or_default();
    let place = Route::Receipt(kept.receipt.clone()).href();
    format!("{origin}/{}/m/{place}", kept.authority)
}

/// One tap, ten seconds.
fn undo(field: FieldState, kept: KeptReceipt) -> Piece {
    let id = kept.id;
    forget_text_in_time(field, id);
    let is_open = move || {
        field
            .just_sent
            .with(|sent| sent.as_ref().is_some_and(|sent| sent.id == id))
    };
    piece("div").class("sent__undo").live(move || {
        let kept = kept.clone();
        let press = move || spawn(take_back(field, kept.clone()));
        let button =
            is_open().then(|| button(t!(sent.undo), Kind::Quiet, Some(icon::UNDO_2), press));
        button.into_iter().collect()
    })
}

async fn take_back(field: FieldState, kept: KeptReceipt) {
    let text = field.just_sent.get_untracked().map(|sent| sent.text);
    let client = field.client_of(&kept.authority);
    match client.withdraw_signal(&kept.receipt).await {
        Ok(()) => {
            field.just_sent.set(None);
            field.forget_receipt(kept.id);
            field.returned_text.set(text);
            field.go_instead(Route::Submit);
            field.toaster.say(t!(sent.undone));
        }
        Err(error) => field.toaster.say(error.text()),
    }
}

/// After the undo window nothing on this page remembers the text.
fn forget_text_in_time(field: FieldState, id: SignalId) {
    let is_it = move |sent: &Option<JustSent>| sent.as_ref().is_some_and(|sent| sent.id == id);
    let Some(sent) = field.just_sent.get_untracked().filter(|sent| sent.id == id) else {
        return;
    };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::as_conversions,
        reason = "a float clamped to the window"
    )]
    let passed = (clock::now_millis() - sent.at_millis).clamp(0.0, f64::from(UNDO_MS)) as i32;
    spawn(async move {
        timer::after(UNDO_MS - passed).await;
        if field.just_sent.with_untracked(is_it) {
            field.just_sent.set(None);
        }
    });
}
