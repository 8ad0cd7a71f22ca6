//! F4: one signal and what came of it.

use crate::browser::task::spawn;
use shared::id::{IdempotencyKey, SignalId};
use shared::life_cycle::SignalState;
use shared::outbox::{Item, ItemKind};
use shared::problem::Code;
use shared::timeline::Timeline;

use super::copies::{Heard, age, follow_kept};
use super::device::KeptReceipt;
use super::known::known_part;
use super::outbox::Fate;
use super::prelude::*;
use super::receipt::parse_receipt;
use super::receipt_link::receipt_link;
use super::route::Route;
use super::send_on::send_on_part;
use super::sent::personal_link;
use super::state::FieldState;
use super::timeline_messages::messages;
use super::timeline_steps::steps_of;
use super::view::{
    Kind, Piece, Reading, Tone, button, button_link, copy_button, dialog, empty_state, link,
    listen, notice, page, piece, section, timeline as timeline_view,
};
use super::waiting;
use crate::api::{Anonymous, Answer, ApiClient, Parcel, Said};
use crate::browser::{clock, dom};
use crate::i18n::day;
use crate::offline;
use crate::parts::icon;

/// How the signal was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Source {
    /// Its receipt is kept on this device.
    Kept(SignalId),
    /// Its code stands in the address.
    Code(String),
}

/// The signal being followed. `Copy`, for everything on the page that writes.
#[derive(Clone, Copy)]
pub(super) struct Following {
    pub(super) field: FieldState,
    authority: Kept<String>,
    receipt: Kept<String>,
    /// Name of the authority, known before the signal is shown.
    name: Kept<String>,
    kept: Option<SignalId>,
    reading: Kept<Reading<Option<Found>>>,
    /// What was said about it here and is not with the server yet.
    pub(super) unsent: Live<Vec<Unsent>>,
}

/// A signal, and when it was told where the server could not be reached.
struct Found {
    timeline: Timeline,
    at_millis: Option<f64>,
}

/// Something that was said about a signal and still waits, or was refused.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Unsent {
    pub(super) key: IdempotencyKey,
    pub(super) said: Said,
    pub(super) refusal: Option<Code>,
}

impl Following {
    fn new(field: FieldState, authority: String, receipt: String, kept: Option<SignalId>) -> Self {
        let name = Kept::new(String::new());
        let read = {
            let (authority, receipt) = (authority.clone(), receipt.clone());
            move || read_one(field, authority.clone(), receipt.clone(), kept, name)
        };
        let following = Self {
            field,
            authority: Kept::new(authority),
            receipt: Kept::new(receipt),
            name,
            kept,
            reading: Kept::new(Reading::new(read)),
            unsent: Live::new(Vec::new()),
        };
        follow(move || {
            let waiting = field.outbox.with(waiting::of);
            spawn(following.look_for_unsent(waiting));
        });
        // What is shown may be old.
        listen(&dom::window(), "online", move |_| following.read_again());
        following
    }

    /// Opens what waits: only the device can. What went out is read from the server.
    async fn look_for_unsent(self, waiting: Vec<Item>) {
        let Some(receipt) = self.receipt.try_get_value() else {
            return;
        };
        let mut found = Vec::new();
        for item in waiting {
            if matches!(item.kind, ItemKind::Answer | ItemKind::Rate)
                && let Some(parcel) = offline::parcel_of(item.key).await
                && let Some(said) = parcel.said_about(&receipt)
            {
                found.push(Unsent {
                    key: item.key,
                    said,
                    refusal: item.refusal,
                });
            }
        }
        let Some(before) = self.unsent.try_get_untracked() else {
            return;
        };
        if before != found {
            let has_gone = before.len() > found.len();
            self.unsent.set(found);
            if has_gone {
                self.read_again();
            }
        }
    }

    /// Takes back what was refused: its writer says it anew.
    pub(super) fn drop_refused(self, key: IdempotencyKey) {
        let (withdraw, now_ms) = (clock::new_key(), clock::now_ms());
        self.field.arrange(move |outbox| {
            let _ = outbox.recall(key, withdraw, now_ms);
        });
    }

    /// The server, and the code to show it.
    pub(super) fn client(self) -> (ApiClient<Anonymous>, String) {
        let client = self.field.client_of(&self.authority.get_value());
        (client, self.receipt.get_value())
    }

    /// Slug of the authority that it was sent to.
    pub(super) fn authority(self) -> String {
        self.authority.get_value()
    }

    /// Reads it once more.
    pub(super) fn read_again(self) {
        self.reading.get_value().again();
    }

    /// Hands something about this signal in. On a device that keeps nothing it is sent at once, or not at all.
    pub(super) async fn hand_in(self, kind: ItemKind, parcel: Parcel) -> Answer<Fate> {
        let (client, receipt) = self.client();
        let parcel = parcel.about(&receipt);
        let (key, authority) = (clock::new_key(), self.authority.get_value());
        let item = Item::new(key, kind, authority, clock::now_ms());
        if self.field.hand_in(item, &parcel, None).await {
            return Ok(self.field.fate_of(key).await);
        }
        client.deliver(key, &parcel, None).await.map(|_| Fate::Done)
    }
}

/// The signal behind a receipt; `None` when there is none.
async fn read_one(
    field: FieldState,
    authority: String,
    receipt: String,
    kept: Option<SignalId>,
    name: Kept<String>,
) -> Answer<Option<Found>> {
    let client = field.client_of(&authority);
    // Whoever comes by a mail's yes or no may be a program that checks links: it looks, and changes nothing.
    let peek = field.chosen.get_value().is_some();
    let answer = match kept {
        Some(id) => follow_kept(&client, &[(id, receipt)], peek).await,
        // Opened by its code on somebody's device: nothing of it stays there.
        None => client
            .follow_signals(vec![receipt], peek)
            .await
            .map(|found| Heard {
                timelines: found.into_iter().map(|(timeline, _)| timeline).collect(),
                at_millis: None,
            }),
    };
    let heard = match answer {
        Ok(heard) => heard,
        Err(error) if error.code() == Some(Code::ReceiptUnknown) => return Ok(None),
        Err(error) => return Err(error),
    };
    let at_millis = heard.at_millis;
    let Some(timeline) = heard.timelines.into_iter().next() else {
        return Ok(None);
    };
    if at_millis.is_none() {
        look_at(field, &timeline);
    }
    name.set_value(field.name_of(&timeline.authority).await);
    Ok(Some(Found {
        timeline,
        at_millis,
    }))
}

/// Looked at, so nothing of it is new any more.
fn look_at(field: FieldState, timeline: &Timeline) {
    field.update_receipt(timeline.id, |kept| {
        kept.hear(timeline);
        kept.seen = kept.messages;
    });
}

/// One signal.
pub(super) fn signal_page(field: FieldState, source: &Source) -> Piece {
    let found = match source {
        Source::Kept(id) => {
            let kept = field.receipt_of(*id);
            kept.map(|kept| (kept.authority, kept.receipt, Some(*id)))
        }
        Source::Code(code) => {
            let code = parse_receipt(code);
            code.map(|code| (field.authority.get_untracked(), code, None))
        }
    };
    let crumb = piece("p")
        .class("crumb")
        .with(link(t!(mine.title), &Route::Mine.href()));
    let page = page(t!(timeline.title));
    let _ = page.element().prepend_with_node_1(crumb.element());
    let Some((authority, receipt, kept)) = found else {
        return page.with(unknown(field, None));
    };
    let following = Following::new(field, authority, receipt, kept);
    let reading = following.reading.get_value();
    page.with(reading.shown(move |found| match found {
        Some(found) => vec![followed(following, found)],
        None => vec![unknown(field, following.kept)],
    }))
}

/// Unknown, expired and erased sound the same.
fn unknown(field: FieldState, kept: Option<SignalId>) -> Piece {
    let forget = kept.map(|id| {
        button(
            t!(mine.forget),
            Kind::Plain,
            Some(icon::TRASH_2),
            move || {
                field.forget_receipt(id);
                field.go_instead(Route::Mine);
            },
        )
    });
    let words = match kept {
        Some(_) => t!(mine.gone),
        None => t!(follow.unknown),
    };
    let way = button_link(t!(mine.follow), &Route::Follow.href(), Kind::Quiet);
    empty_state(words, forget.into_iter().chain([way]))
}

fn followed(following: Following, found: &Found) -> Piece {
    let timeline = &found.timeline;
    let authority = following.name.get_value();
    let steps = steps_of(timeline);
    let retry = following.reading.get_value();
    let age = found
        .at_millis
        .map(|at_millis| age(at_millis, retry.retry()));
    piece("div")
        .class("stack-wide")
        .with_all(age)
        .with_all(promise(timeline))
        .with(messages(following, timeline, &authority))
        .with(section(t!(timeline.steps)).with(timeline_view(&steps)))
        .with(your_text(timeline))
        .with(known_part(following, timeline))
        .with(send_on_part(following, timeline))
        .with(ways(following, timeline))
}

/// The next thing that was promised: only while nobody answered.
fn promise(timeline: &Timeline) -> Option<Piece> {
    if timeline.state.is_ended() || !timeline.feedback.is_empty() {
        return None;
    }
    let line = |words: &str| [piece("p").words(words)];
    Some(if timeline.late {
        notice(Tone::Warn, line(t!(timeline.late)))
    } else {
        notice(
            Tone::Info,
            line(&t!(timeline.promise, date = day(timeline.promised_on))),
        )
    })
}

fn your_text(timeline: &Timeline) -> Piece {
    let section = section(t!(timeline.your_text));
    match &timeline.text {
        Some(text) => section.with(piece("blockquote").class("your-text quote").words(text)),
        None => section.with(piece("p").class("meta").words(t!(timeline.text_erased))),
    }
}

/// A signal that was opened by code can be kept on this device.
fn keep_code(following: Following, timeline: &Timeline) -> Piece {
    let field = following.field;
    let receipt = following.receipt.get_value();
    let kept = KeptReceipt::of_timeline(timeline, &receipt, clock::today());
    let id = timeline.id;
    piece("div").class("keep").live(move || {
        let is_kept = field
            .receipts
            .with(|receipts| receipts.iter().any(|known| known.id == id));
        if is_kept {
            return Vec::new();
        }
        let kept = kept.clone();
        vec![button(
            t!(follow.keep),
            Kind::Plain,
            Some(icon::DOWNLOAD),
            move || {
                field.keep_receipt(kept.clone());
                field.toaster.say(t!(follow.kept));
            },
        )]
    })
}

/// Copying the link, taking the signal back.
fn ways(following: Following, timeline: &Timeline) -> Piece {
    let toaster = following.field.toaster;
    let receipt = following.receipt.get_value();
    let kept = KeptReceipt::of_timeline(timeline, &receipt, clock::today());
    let address = personal_link(&kept);
    let copy = copy_button(
        t!(timeline.copy_link),
        t!(common.copied),
        move || address.clone(),
        toaster,
    );
    let ways = piece("section")
        .class("ways")
        .with(keep_code(following, timeline))
        .with(copy)
        .with(receipt_link(&kept));
    if matches!(timeline.state, SignalState::Withdrawn | SignalState::Erased) {
        return ways;
    }
    let open = Live::new(false);
    let ask = button(t!(timeline.withdraw), Kind::Quiet, None, move || {
        open.set(true);
    });
    let sure = dialog(
        open,
        t!(timeline.withdraw_title),
        || t!(timeline.withdraw_text).to_owned(),
        t!(timeline.withdraw),
        move || spawn(withdraw(following, open)),
    );
    ways.with(ask).with(sure)
}

async fn withdraw(following: Following, open: Live<bool>) {
    let (client, receipt) = following.client();
    let answer = client.withdraw_signal(&receipt).await;
    open.set(false);
    match answer {
        Ok(()) => {
            following.field.toaster.say(t!(timeline.withdrawn));
            following.reading.get_value().again();
        }
        Err(error) => following.field.toaster.say(error.text()),
    }
}
