//! F2: sent. What happens next, the code, a way back, and one more tap for who wants.

use shared::id::IdempotencyKey;
use shared::life_cycle::SignalState;
use shared::outbox::ItemState;
use shared::problem::Code;

use super::device::KeptReceipt;
use super::enrich::enrich_part;
use super::lazy;
use super::prelude::*;
use super::route::Route;
use super::state::{FieldState, JustSent};
use super::submit;
use super::view::{Kind, Piece, button, button_link, copy_button, empty_state, page, piece};
use crate::api::ApiError;
use crate::browser::task::spawn;
use crate::browser::{clock, dom, timer};
use crate::offline;
use crate::parts::icon;

/// For how long sending can be undone with one tap (ux.md §3); afterwards a signal can still be withdrawn.
const UNDO_MS: i32 = 10_000;

/// Where a signal is on its way out.
#[derive(Debug, Clone, PartialEq)]
enum Stage {
    /// Safe on this device.
    Waiting,
    /// Safe on this device; the entry link does not work any more.
    LinkNeeded,
    /// The server does not take it like this.
    Refused(Code),
    /// The server has it.
    Sent(Box<KeptReceipt>),
    Gone,
}

fn stage(field: FieldState, key: IdempotencyKey) -> Stage {
    if let Some(kept) = field.receipt_by_key(key) {
        return Stage::Sent(Box::new(kept));
    }
    let item = field.outbox.with(|outbox| outbox.item(key).cloned());
    match item.map(|item| (item.state, item.refusal)) {
        None | Some((ItemState::Recalled, _)) => Stage::Gone,
        Some((ItemState::LinkNeeded, _)) => Stage::LinkNeeded,
        Some((ItemState::Rejected, code)) => Stage::Refused(code.unwrap_or(Code::BadRequest)),
        Some(_) => Stage::Waiting,
    }
}

/// A signal was sent, or is safe on this device until it is. Parts change in place as news comes: what was chosen and
/// where the focus was stays.
pub(super) fn sent_page(field: FieldState, key: IdempotencyKey) -> Piece {
    let first = untrack(|| stage(field, key));
    let authority = match &first {
        Stage::Sent(kept) => Some(kept.authority.clone()),
        Stage::Gone => None,
        _ => field
            .outbox
            .with_untracked(|outbox| outbox.item(key).map(|item| item.authority.clone())),
    };
    let Some(authority) = authority else {
        let way = button_link(t!(mine.title), &Route::Mine.href(), Kind::Plain);
        return page(t!(mine.title)).with(empty_state(t!(mine.gone), [way]));
    };
    let page = page(title(&first));
    let _ = page.element().class_list().add_1("page--panel");
    if let Some(head) = page.element().first_element_child() {
        name_after(field, key, &head);
        let promise = piece("p")
            .class("sent__promise")
            .attr("role", "status")
            .live_words(move || promise(&stage(field, key)));
        Piece::of(head).with(promise);
    }
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
    let is_team = field.team.is_on.get_untracked();
    let asks_profile = !is_team && field.profile.with_untracked(Option::is_none);
    let about = Sent {
        key,
        authority: authority.clone(),
    };
    let undo = undo(field, about.clone());
    let middle = piece("div").live(move || match stage(field, key) {
        Stage::Sent(kept) => vec![code_card(field, &kept)],
        Stage::Refused(_) => {
            let press = move || spawn(change_text(field, key));
            vec![button(t!(outbox.change), Kind::Primary, None, press)]
        }
        _ => Vec::new(),
    });
    page.with(undo)
        .with(middle)
        .with(enrich_part(field, about.clone()))
        .with_all(asks_profile.then(|| lazy::profile(field, about)))
        .with(next)
}

/// A signal as its sender's device knows it, wherever it is on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sent {
    pub(super) key: IdempotencyKey,
    pub(super) authority: String,
}

/// The heading says where the signal is, and keeps the focus when that changes.
fn name_after(field: FieldState, key: IdempotencyKey, head: &web_sys::Element) {
    let Ok(Some(heading)) = head.query_selector("h1") else {
        return;
    };
    follow(move || {
        let words = title(&stage(field, key));
        if heading.text_content().as_deref() != Some(words) {
            heading.set_text_content(Some(words));
            dom::set_title(words);
        }
    });
}

fn title(stage: &Stage) -> &'static str {
    match stage {
        Stage::Sent(_) => t!(sent.title),
        Stage::Refused(_) => t!(outbox.rejected),
        Stage::LinkNeeded => t!(submit.link_revoked_title),
        Stage::Waiting => t!(sent.saved),
        Stage::Gone => t!(mine.gone),
    }
}

fn promise(stage: &Stage) -> String {
    match stage {
        Stage::Sent(kept) => {
            let date = crate::i18n::day(kept.promised_on);
            match kept.state {
                SignalState::Held => t!(sent.held, date = date),
                _ => t!(sent.next, date = date),
            }
        }
        Stage::Waiting => t!(sent.next_offline).to_owned(),
        Stage::LinkNeeded => t!(submit.link_revoked).to_owned(),
        Stage::Refused(code) => ApiError::Refused(Box::new((*code).into())).text(),
        Stage::Gone => String::new(),
    }
}

/// A text goes back into the form. A refused one stays until it is sent with other words, and is replaced then; what only
/// waited is taken back at once, so that it cannot go out as it was.
pub(super) async fn change_text(field: FieldState, key: IdempotencyKey) {
    let item = field
        .outbox
        .with_untracked(|outbox| outbox.item(key).cloned());
    let parcel = offline::parcel_of(key).await;
    let (Some(item), Some(text)) = (item, parcel.and_then(|parcel| parcel.text())) else {
        return field.toaster.say(t!(mine.gone));
    };
    if submit::other_text().is_some_and(|other| other != text) {
        field.go(Route::Submit);
        return field.toaster.say(t!(outbox.other_text));
    }
    if item.state == ItemState::Rejected {
        field.correcting.set(Some(key));
    } else {
        // On disk in the form's place before it leaves the outbox.
        let place = submit::place().unwrap_or_default();
        if !offline::keep_draft(&place, &text).await {
            return field.toaster.say(t!(problem.unknown));
        }
        field.recall(key, item.authority.clone()).await;
    }
    if field.authority.get_untracked() != item.authority {
        field.choose_authority(item.authority);
    }
    field.returned_text.set(Some(text));
    field.go_instead(Route::Submit);
}

/// The code, to be kept by whoever has no other way back.
fn code_card(field: FieldState, kept: &KeptReceipt) -> Piece {
    let by_mail = field.profile.with_untracked(|profile| {
        profile
            .as_ref()
            .is_some_and(|known| !known.email.is_empty())
    });
    let by_mail = by_mail && !field.team.is_on.get_untracked();
    let (receipt, address) = (kept.receipt.clone(), personal_link(kept));
    let ways = piece("div")
        .class("row")
        .with(copy_button(
            t!(sent.code_copy),
            t!(sent.code_copied),
            move || receipt.clone(),
            field.toaster,
        ))
        .with(copy_button(
            t!(timeline.copy_link),
            t!(common.copied),
            move || address.clone(),
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
        .with(lazy::receipt(field, kept.clone()))
}

/// The address that opens the signal on another device.
pub(super) fn personal_link(kept: &KeptReceipt) -> String {
    let origin = dom::window().location().origin().unwrap_or_default();
    let place = Route::Receipt(kept.receipt.clone()).href();
    format!("{origin}/{}/m/{place}", kept.authority)
}

/// One tap, ten seconds.
fn undo(field: FieldState, sent: Sent) -> Piece {
    let key = sent.key;
    forget_text_in_time(field, key);
    let is_open = move || {
        let is_it = |sent: &JustSent| sent.key == key;
        field
            .just_sent
            .with(|sent| sent.as_ref().is_some_and(is_it))
    };
    piece("div").class("sent__undo").live(move || {
        let sent = sent.clone();
        let press = move || spawn(take_back(field, sent.clone()));
        let button =
            is_open().then(|| button(t!(sent.undo), Kind::Quiet, Some(icon::UNDO_2), press));
        button.into_iter().collect()
    })
}

/// Whatever the network does: the text is back in the form at once, and the server hears of it as soon as it can.
async fn take_back(field: FieldState, sent: Sent) {
    let text = field.just_sent.get_untracked().map(|sent| sent.text);
    let kept = untrack(|| field.receipt_by_key(sent.key));
    let recalled = field.recall(sent.key, sent.authority.clone()).await;
    if recalled.is_none()
        && let Some(kept) = &kept
    {
        let client = field.client_of(&sent.authority);
        if let Err(error) = client.withdraw_signal(&kept.receipt).await {
            return field.toaster.say(error.text());
        }
    }
    field.just_sent.set(None);
    if let Some(kept) = kept {
        field.forget_receipt(kept.id);
    }
    field.returned_text.set(text);
    field.go_instead(Route::Submit);
    field.toaster.say(t!(sent.undone));
}

/// After the undo window nothing on this page remembers the text.
fn forget_text_in_time(field: FieldState, key: IdempotencyKey) {
    let is_it = move |sent: &Option<JustSent>| sent.as_ref().is_some_and(|sent| sent.key == key);
    let Some(sent) = field
        .just_sent
        .get_untracked()
        .filter(|sent| sent.key == key)
    else {
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
