//! F4: one signal and what came of it.

use crate::browser::task::spawn;
use shared::id::SignalId;
use shared::life_cycle::SignalState;
use shared::outbox::{Item, ItemKind};
use shared::problem::Code;
use shared::timeline::Timeline;

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
    notice, page, piece, section, timeline as timeline_view,
};
use crate::api::{Anonymous, Answer, ApiClient, Parcel};
use crate::browser::clock;
use crate::i18n::day;
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
    reading: Kept<Reading<Option<Timeline>>>,
}

impl Following {
    fn new(field: FieldState, authority: String, receipt: String, kept: Option<SignalId>) -> Self {
        let name = Kept::new(String::new());
        let read = {
            let (authority, receipt) = (authority.clone(), receipt.clone());
            move || read_one(field, authority.clone(), receipt.clone(), name)
        };
        Self {
            field,
            authority: Kept::new(authority),
            receipt: Kept::new(receipt),
            name,
            kept,
            reading: Kept::new(Reading::new(read)),
        }
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
    name: Kept<String>,
) -> Answer<Option<Timeline>> {
    let client = field.client_of(&authority);
    // Whoever comes by a mail's yes or no may be a program that checks links: it looks, and changes nothing.
    let peek = field.chosen.get_value().is_some();
    let found = match client.follow_signals(vec![receipt], peek).await {
        Ok(found) => found.into_iter().next(),
        Err(error) if error.code() == Some(Code::ReceiptUnknown) => None,
        Err(error) => return Err(error),
    };
    if let Some(timeline) = &found {
        look_at(field, timeline);
        name.set_value(field.name_of(&timeline.authority).await);
    }
    Ok(found)
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
        Some(timeline) => vec![followed(following, timeline)],
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

fn followed(following: Following, timeline: &Timeline) -> Piece {
    let authority = following.name.get_value();
    let steps = steps_of(timeline);
    piece("div")
        .class("stack-wide")
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
