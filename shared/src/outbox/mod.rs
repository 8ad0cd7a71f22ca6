//! The outbox of a device: what was typed goes out once and in order, whatever happens to network, page or server.
//!
//! Pure: a device loads its items, calls one method inside one transaction of its store, and writes back what
//! changed. So several tabs may change the outbox, and one of them sends. Time and chance are parameters; the
//! bodies of items are the device's, encrypted, and never seen here.
//!
//! | Rule (decisions.md) | Where |
//! |---|---|
//! | a body never changes once it was tried (1) | [`Outbox::may_replace`], [`Outbox::correct`] |
//! | what belongs to an item waits for it (1) | [`Outbox::next`] |
//! | undo of what was never tried deletes it, else it is withdrawn by key (1) | [`Outbox::recall`] |
//! | only a definite refusal offers "change and send again" (2) | [`Outcome`] |
//! | an older server makes the phone wait, not fail (3) | [`Outcome::of_refusal`] |
//! | a dead entry link keeps the text (4) | [`ItemState::LinkNeeded`] |
//! | a signal of another municipality leaves only once it has arrived there (12) | [`Outbox::send_on`] |

mod item;
mod outcome;

pub use item::{Item, ItemKind, ItemState};
pub use outcome::Outcome;

use crate::id::IdempotencyKey;

/// First wait after a failure; it doubles with every further one (ux.md §8).
const FIRST_WAIT_MS: i64 = 1_000;
/// Longest wait between two tries.
const LONGEST_WAIT_MS: i64 = 5 * 60 * 1_000;
/// A server may ask for more patience than that, up to this; more is a clock that was set back meanwhile.
const LONGEST_ASKED_MS: i64 = 60 * 60 * 1_000;

/// Everything that a device still has to send, and what it sent a moment ago.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outbox {
    items: Vec<Item>,
}

/// What the sender does now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Send this item: it is marked as tried, so store that first.
    Send(IdempotencyKey),
    /// Ask again at this time, in milliseconds since 1970 on the device's clock.
    WaitUntil(i64),
    /// Nothing can be sent until somebody does something.
    Rest,
}

/// What became of a wish to take something back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recalled {
    /// No server ever saw it: it is gone.
    Deleted,
    /// A server may have it: it is withdrawn as soon as the network allows.
    Withdrawing,
    /// It cannot be taken back any more.
    TooLate,
}

impl Outbox {
    /// The outbox as a device stored it.
    pub fn of_items(items: Vec<Item>) -> Self {
        let mut outbox = Self::default();
        for item in items {
            outbox.insert(item);
        }
        outbox
    }

    /// All items, oldest first.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// One item.
    pub fn item(&self, key: IdempotencyKey) -> Option<&Item> {
        self.items.iter().find(|item| item.key == key)
    }

    /// How many texts and choices still wait.
    pub fn waiting(&self) -> usize {
        self.items.iter().filter(|item| item.is_waiting()).count()
    }

    /// Takes something in. A key that is known already changes nothing: a button pressed twice.
    pub fn add(&mut self, item: Item) {
        if self.item(item.key).is_none() {
            self.insert(item);
        }
    }

    /// Where it belongs. They are few, and sorting would cost a phone more bytes than all else here.
    fn insert(&mut self, item: Item) {
        let is_before = |known: &Item| known.order() <= item.order();
        let place = self.items.iter().take_while(|known| is_before(known));
        let place = place.count();
        self.items.insert(place, item);
    }

    /// True when the body of this item may be replaced: no server can have seen it. After a `false`, a change is an
    /// item of its own.
    pub fn may_replace(&self, key: IdempotencyKey) -> bool {
        self.item(key)
            .is_some_and(|item| item.tries == 0 && item.is_waiting())
    }

    /// Takes back what somebody sent, or wants to send no more. `withdraw` is a fresh key for the case that a server
    /// may have it.
    pub fn recall(
        &mut self,
        key: IdempotencyKey,
        withdraw: IdempotencyKey,
        now_ms: i64,
    ) -> Recalled {
        let Some(item) = self.item(key) else {
            return Recalled::TooLate;
        };
        if item.kind == ItemKind::Withdraw {
            return Recalled::TooLate;
        }
        // Of what is no signal of its own a refusal is final: the server has nothing of it.
        let is_refused = item.kind != ItemKind::Submit && item.state == ItemState::Rejected;
        if is_refused || !item.may_be_known() {
            self.remove(key);
            return Recalled::Deleted;
        }
        if item.kind != ItemKind::Submit {
            return Recalled::TooLate;
        }
        if item.state != ItemState::Recalled {
            let follows = Item {
                parent: Some(key),
                ..Item::new(withdraw, ItemKind::Withdraw, item.authority.clone(), now_ms)
            };
            self.remove_children(key);
            self.set_state(key, ItemState::Recalled);
            self.add(follows);
        }
        Recalled::Withdrawing
    }

    /// Sends a refused text again with other words: a new item, which waits until the old key is taken back where a
    /// server may know it. What waited for the old one waits for the new one.
    pub fn correct(
        &mut self,
        refused: IdempotencyKey,
        withdraw: IdempotencyKey,
        corrected: Item,
        now_ms: i64,
    ) {
        for item in &mut self.items {
            if item.parent == Some(refused) && item.kind != ItemKind::Withdraw {
                item.parent = Some(corrected.key);
            }
        }
        let parent = match self.recall(refused, withdraw, now_ms) {
            Recalled::Withdrawing => self
                .items
                .iter()
                .find(|item| item.parent == Some(refused) && item.kind == ItemKind::Withdraw)
                .map(|item| item.key),
            Recalled::Deleted | Recalled::TooLate => corrected.parent,
        };
        self.add(Item {
            parent,
            ..corrected
        });
    }

    /// Sends a signal on to where it belongs: anew there, and back from here after that. False when it is on its way
    /// already, from this tab or another one; `leave` has the same key each time.
    pub fn send_on(&mut self, anew: Item, leave: Item) -> bool {
        if self.item(leave.key).is_some() {
            return false;
        }
        let leave = Item {
            parent: Some(anew.key),
            ..leave
        };
        self.add(anew);
        self.add(leave);
        true
    }

    /// What to do now: items go one by one, oldest first.
    pub fn next(&mut self, now_ms: i64) -> Next {
        if self
            .items
            .iter()
            .any(|item| item.state == ItemState::Sending)
        {
            return Next::Rest;
        }
        let ready = |item: &&Item| item.state == ItemState::Queued && !self.is_held_up(item);
        let due = |item: &Item| {
            let wait = item.next_at_ms - now_ms;
            if (0..=LONGEST_ASKED_MS).contains(&wait) {
                item.next_at_ms
            } else {
                now_ms
            }
        };
        let Some(at_ms) = self.items.iter().filter(ready).map(due).min() else {
            return Next::Rest;
        };
        if at_ms > now_ms {
            return Next::WaitUntil(at_ms);
        }
        let found = self
            .items
            .iter()
            .filter(ready)
            .find(|item| due(item) <= now_ms)
            .map(|item| item.key);
        let Some(item) = found.and_then(|key| self.item_mut(key)) else {
            return Next::Rest;
        };
        item.state = ItemState::Sending;
        item.tries = item.tries.saturating_add(1);
        Next::Send(item.key)
    }

    /// An attempt ended. `chance` is a random number of 0 to 100, which spreads the tries of many phones.
    pub fn answered(&mut self, key: IdempotencyKey, outcome: Outcome, now_ms: i64, chance: u8) {
        let Some(item) = self.item_mut(key) else {
            return;
        };
        // Taken back while it was on its way: whatever the answer, the withdrawal that waits decides.
        if item.state == ItemState::Recalled {
            return;
        }
        match outcome {
            Outcome::Accepted => self.settle(key),
            // Nothing left to take back: that is what it wanted.
            Outcome::Gone if item.kind == ItemKind::Withdraw => self.settle(key),
            Outcome::Gone => self.remove(key),
            // It ended there: nobody waits for it any more.
            Outcome::Refused(_) if item.kind == ItemKind::Leave => self.settle(key),
            Outcome::LoginNeeded => item.state = ItemState::LoginNeeded,
            Outcome::LinkNeeded => item.state = ItemState::LinkNeeded,
            Outcome::Refused(code) => {
                item.state = ItemState::Rejected;
                item.refusal = Some(code);
            }
            Outcome::Later { asked_ms } => {
                let at_ms = item.wait_until(asked_ms, now_ms, chance);
                item.state = ItemState::Queued;
                item.next_at_ms = at_ms;
            }
            Outcome::Unknown { asked_ms } => {
                let at_ms = item.wait_until(asked_ms, now_ms, chance);
                item.state = ItemState::Queued;
                item.next_at_ms = at_ms;
                item.is_in_doubt = true;
            }
            Outcome::Unreachable => {
                let at_ms = item.wait_until(None, now_ms, chance);
                item.state = ItemState::Queued;
                item.is_in_doubt = true;
                // It is the network, not this item: the others would only fail one after the other.
                for item in &mut self.items {
                    item.next_at_ms = item.next_at_ms.max(at_ms);
                }
            }
        }
    }

    /// A new sender begins. Whatever was on its way when the old one ended may have arrived.
    pub fn resume(&mut self) {
        for item in &mut self.items {
            if item.state == ItemState::Sending {
                item.state = ItemState::Queued;
                item.is_in_doubt = true;
            }
        }
    }

    /// The network is back, or somebody wants to try now: nothing waits for its time.
    pub fn hurry(&mut self, now_ms: i64) {
        for item in &mut self.items {
            item.next_at_ms = item.next_at_ms.min(now_ms);
        }
    }

    /// Somebody signed in: what waited for that goes on.
    pub fn signed_in(&mut self) {
        self.free(|item| item.state == ItemState::LoginNeeded);
    }

    /// A new entry link of an authority came: what waited for that goes on.
    pub fn link_renewed(&mut self, authority: &str) {
        self.free(|item| item.state == ItemState::LinkNeeded && item.authority == authority);
    }

    /// The device is about to be emptied: every text goes unsent. What somebody took back before stays until a server
    /// heard of it (decisions.md 1). Answers how much that is.
    pub fn keep_recalls(&mut self) -> usize {
        self.items
            .retain(|item| item.kind == ItemKind::Withdraw || item.state == ItemState::Recalled);
        self.recalls()
    }

    /// How much was taken back and no server heard of it yet.
    pub fn recalls(&self) -> usize {
        let is_recall = |item: &&Item| item.kind == ItemKind::Withdraw;
        self.items.iter().filter(is_recall).count()
    }

    /// What was sent leaves, unless something still waits for it. It can be taken back by its key all the same.
    pub fn forget_sent(&mut self) {
        let parents: Vec<_> = self.items.iter().filter_map(|item| item.parent).collect();
        self.items
            .retain(|item| item.state != ItemState::Sent || parents.contains(&item.key));
    }

    /// An accepted item: a text stays for its undo window, the rest is done.
    fn settle(&mut self, key: IdempotencyKey) {
        let Some(item) = self.item_mut(key) else {
            return;
        };
        match (item.kind, item.parent) {
            (ItemKind::Submit, _) => {
                item.state = ItemState::Sent;
                item.is_in_doubt = false;
                item.refusal = None;
            }
            (ItemKind::Withdraw, Some(parent)) => {
                self.items
                    .retain(|item| item.key != key && item.key != parent);
            }
            _ => self.items.retain(|item| item.key != key),
        }
    }

    /// True while something that it waits for is not done. What left the outbox is done.
    fn is_held_up(&self, item: &Item) -> bool {
        item.kind != ItemKind::Withdraw
            && item
                .parent
                .and_then(|parent| self.item(parent))
                .is_some_and(|parent| parent.state != ItemState::Sent)
    }

    fn remove(&mut self, key: IdempotencyKey) {
        self.items.retain(|item| item.key != key);
        self.remove_children(key);
    }

    fn remove_children(&mut self, key: IdempotencyKey) {
        self.items.retain(|item| item.parent != Some(key));
    }

    fn set_state(&mut self, key: IdempotencyKey, state: ItemState) {
        if let Some(item) = self.item_mut(key) {
            item.state = state;
        }
    }

    fn free(&mut self, waits: impl Fn(&Item) -> bool) {
        for item in self.items.iter_mut().filter(|item| waits(item)) {
            item.state = ItemState::Queued;
            item.next_at_ms = 0;
        }
    }

    fn item_mut(&mut self, key: IdempotencyKey) -> Option<&mut Item> {
        self.items.iter_mut().find(|item| item.key == key)
    }
}
