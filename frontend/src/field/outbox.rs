//! Sending what waits: in one tab at a time, one item after the other, whatever happens in between (ux.md §8).

use shared::id::IdempotencyKey;
use shared::outbox::{Item, ItemKind, ItemState, Next, Outbox, Outcome, Recalled};
use shared::problem::Code;

use super::prelude::untrack;
use super::route::Route;
use super::state::FieldState;
use super::view::listen;
use crate::api::{ApiClient, Parcel};
use crate::browser::task::spawn;
use crate::browser::{clock, dom, timer};
use crate::offline::{self, change_outbox};

/// For how long a page waits for the server before it says "later".
const SOON_MS: i32 = 1_500;
/// When nothing that the first screen needs is on its way any more.
const SETTLED_MS: i32 = 3_000;
/// How often it looks meanwhile.
const LOOK_MS: i32 = 40;
/// A longer wait is cut into pieces: a device that slept wakes up late.
const LONGEST_NAP_MS: i64 = 60_000;

/// What became of something that was handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// The server has it.
    Done,
    /// It is safe on this device, and goes later.
    Later,
    /// The server refused it for good.
    Refused(Code),
}

/// Whether this tab is sending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sender {
    Idle,
    Busy,
    /// Something came in since it began: look once more.
    Again,
}

/// Starts to send what is left from an earlier visit, and tries again whenever there is hope.
pub(super) fn start(field: FieldState) {
    let hurry = move || {
        let now_ms = clock::now_ms();
        field.arrange(move |outbox| outbox.hurry(now_ms));
    };
    listen(&dom::window(), "online", move |_| hurry());
    listen(&dom::document(), "visibilitychange", move |_| {
        if !dom::document().hidden() {
            hurry();
        }
    });
    // Another tab sent something.
    listen(&dom::window(), "storage", move |_| {
        field.read_device();
        field.arrange(|_| {});
    });
    // Another tab emptied the device (inline/keep.js).
    listen(&dom::window(), "wiped", move |_| {
        field.forget_all();
        field.read_device();
        if field.route.get_untracked() != Route::Submit {
            field.go_instead(Route::Submit);
        }
        field.arrange(|_| {});
    });
    hurry();
    // What to choose from after sending, for whoever has no network by then.
    spawn(async move {
        timer::after(SETTLED_MS).await;
        // Another language is another start.
        if let Some(authority) = field.authority.try_get_untracked()
            && untrack(|| field.entry_point()).is_some()
        {
            let _ = field.taxonomy_of(authority).await;
        }
    });
}

impl FieldState {
    /// Keeps something on this device and starts to send it. False when the device does not keep it: no room, or a
    /// browser that forbids it. The draft of `place` goes away in the same moment.
    pub(super) async fn hand_in(self, item: Item, parcel: &Parcel, place: Option<&str>) -> bool {
        let corrected = self.correcting.get_untracked();
        let corrected = corrected.filter(|_| item.kind == ItemKind::Submit);
        let (withdraw, now_ms) = (clock::new_key(), clock::now_ms());
        let Some(body) = offline::seal_parcel(item.key, parcel, place).await else {
            return false;
        };
        let add = move |outbox: &mut Outbox| match corrected {
            Some(refused) => outbox.correct(refused, withdraw, item, now_ms),
            None => outbox.add(item),
        };
        if change_outbox(add, Some(body)).await.is_none() {
            return false;
        }
        if corrected.is_some() {
            self.correcting.set(None);
        }
        self.read_outbox().await;
        self.send_waiting();
        true
    }

    /// Replaces what waits under this key. False when it was tried already: then a change is an item of its own.
    pub(super) async fn replace(self, key: IdempotencyKey, parcel: &Parcel) -> bool {
        let Some(body) = offline::seal_parcel(key, parcel, None).await else {
            return false;
        };
        offline::change_outbox_if(move |outbox| outbox.may_replace(key), vec![body]).await
    }

    /// Takes back a submission, wherever it is by now. `None`: this device cannot.
    pub(super) async fn recall(self, key: IdempotencyKey, authority: String) -> Option<Recalled> {
        let (withdraw, now_ms) = (clock::new_key(), clock::now_ms());
        let recall = move |outbox: &mut Outbox| {
            if outbox.item(key).is_some() {
                return outbox.recall(key, withdraw, now_ms);
            }
            outbox.add(Item::withdrawal(withdraw, key, authority, now_ms));
            Recalled::Withdrawing
        };
        let recalled = change_outbox(recall, None).await;
        self.read_outbox().await;
        self.send_waiting();
        recalled
    }

    /// Something else about the outbox.
    pub(super) fn arrange(self, change: impl FnOnce(&mut Outbox) + 'static) {
        let change: Box<dyn FnOnce(&mut Outbox)> = Box::new(change);
        spawn(async move {
            change_outbox(change, None).await;
            self.read_outbox().await;
            self.send_waiting();
        });
    }

    /// Waits a moment for the answer to something that was handed in.
    pub(super) async fn fate_of(self, key: IdempotencyKey) -> Fate {
        let rounds = if dom::is_online() {
            SOON_MS / LOOK_MS
        } else {
            0
        };
        for _ in 0..rounds {
            match self.outbox.with_untracked(|outbox| fate(outbox, key)) {
                Fate::Later => timer::after(LOOK_MS).await,
                settled => return settled,
            }
        }
        self.outbox.with_untracked(|outbox| fate(outbox, key))
    }

    /// Sends what waits; a call while it is sending makes it look once more.
    pub(super) fn send_waiting(self) {
        if self.sender.get_value() != Sender::Idle {
            return self.sender.set_value(Sender::Again);
        }
        spawn(async move {
            loop {
                self.sender.set_value(Sender::Busy);
                offline::lock(Box::pin(send_all(self))).await;
                if self.sender.get_value() == Sender::Busy {
                    break;
                }
            }
            self.sender.set_value(Sender::Idle);
        });
    }

    pub(super) async fn read_outbox(self) {
        if let Some(outbox) = offline::outbox().await
            && self.outbox.with_untracked(|known| *known != outbox)
        {
            self.outbox.set(outbox);
        }
    }
}

fn fate(outbox: &Outbox, key: IdempotencyKey) -> Fate {
    match outbox.item(key).map(|item| (item.state, item.refusal)) {
        None | Some((ItemState::Sent, _)) => Fate::Done,
        Some((ItemState::Rejected, code)) => Fate::Refused(code.unwrap_or(Code::BadRequest)),
        Some(_) => Fate::Later,
    }
}

/// Under the lock: no other tab sends meanwhile, so what is marked as being sent was left by one that ended. Without
/// network nothing is tried: then no server can have seen it, and it can be changed or deleted here.
async fn send_all(field: FieldState) {
    change_outbox(Outbox::resume, None).await;
    while dom::is_online() || field.tries_anyway.get_value() {
        // Another tab took over while this one slept: should it end, this one goes on.
        if !offline::still_sends().await {
            nap(field, LONGEST_NAP_MS);
            break;
        }
        let now_ms = clock::now_ms();
        let next = move |outbox: &mut Outbox| match outbox.next(now_ms) {
            Next::Send(key) => (outbox.item(key).cloned(), None),
            Next::WaitUntil(at_ms) => (None, Some(at_ms - now_ms)),
            Next::Rest => (None, None),
        };
        match change_outbox(next, None).await {
            Some((Some(item), _)) => send_one(field, item).await,
            Some((None, Some(wait_ms))) => {
                nap(field, wait_ms);
                break;
            }
            _ => break,
        }
        field.read_outbox().await;
    }
    field.tries_anyway.set_value(false);
    change_outbox(Outbox::forget_sent, None).await;
    field.read_outbox().await;
}

fn nap(field: FieldState, wait_ms: i64) {
    let millis = i32::try_from(wait_ms.clamp(0, LONGEST_NAP_MS)).unwrap_or_default();
    spawn(async move {
        timer::after(millis).await;
        field.send_waiting();
    });
}

async fn send_one(field: FieldState, item: Item) {
    let key = item.key;
    let outcome = attempt(field, &item).await;
    if field.authority.get_untracked() == item.authority && item.kind == ItemKind::Submit {
        field.is_link_dead.set(outcome == Outcome::LinkNeeded);
    }
    let (now_ms, chance) = (clock::now_ms(), clock::chance());
    let hear = move |outbox: &mut Outbox| outbox.answered(key, outcome, now_ms, chance);
    change_outbox(hear, None).await;
}

/// False when somebody took it back or emptied the device while it was on its way: then no code of it stays here.
async fn is_still_wanted(key: IdempotencyKey) -> bool {
    let outbox = offline::outbox().await;
    outbox.is_none_or(|outbox| outbox.item(key).is_some_and(Item::is_waiting))
}

async fn attempt(field: FieldState, item: &Item) -> Outcome {
    let points = field.entry_points.get_untracked();
    let point = points
        .into_iter()
        .find(|point| point.authority == item.authority);
    // Who was invited has an account and perhaps no link: the account opens the door as well.
    let is_shut = point.is_none() && !field.is_signed_in.get_untracked();
    if is_shut && matches!(item.kind, ItemKind::Submit | ItemKind::Withdraw) {
        return Outcome::LinkNeeded;
    }
    let parcel = match (item.kind, item.parent) {
        (ItemKind::Withdraw, Some(submission)) => Some(Parcel::recall_submission(submission)),
        _ => offline::parcel_of(item.key).await,
    };
    // Its key went with a wiped device: nobody can open it any more.
    let Some(parcel) = parcel else {
        return Outcome::Gone;
    };
    let receipt = item.parent.and_then(|parent| field.receipt_by_key(parent));
    let token = point.as_ref().map(|point| point.token.as_str());
    let client = ApiClient::anonymous(&item.authority, token);
    let receipt = receipt.as_ref().map(|kept| kept.receipt.as_str());
    match client.deliver(item.key, &parcel, receipt).await {
        Ok(submitted) => {
            // Kept before the outbox hears of it: a page that dies in between asks again and gets the same answer.
            if let Some(submitted) = submitted
                && is_still_wanted(item.key).await
            {
                let by_account = parcel.is_by_account();
                field.hear_submitted(item.key, &submitted, &item.authority, by_account);
            }
            if item.kind == ItemKind::Leave {
                field.hear_left(parcel.receipt());
            }
            Outcome::Accepted
        }
        Err(error) => error.outcome(),
    }
}
