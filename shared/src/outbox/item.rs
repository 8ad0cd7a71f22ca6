//! One thing that a device has to send.

use super::{FIRST_WAIT_MS, LONGEST_ASKED_MS, LONGEST_WAIT_MS};
use crate::closed_list;
use crate::id::IdempotencyKey;
use crate::problem::Code;

closed_list! {
    /// What is sent.
    ItemKind {
        /// A signal.
        Submit = "submit",
        /// Chips and notes of a signal.
        Enrich = "enrich",
        /// The contact choice of a signal.
        Contact = "contact",
        /// An answer to a question.
        Answer = "answer",
        /// Whether a feedback helps.
        Rate = "rate",
        /// Takes a signal back by the key that it was sent with.
        Withdraw = "withdraw",
        /// Takes a signal back by its code where it did not belong, once it is where it does (decisions.md 12).
        Leave = "leave",
    }
}

closed_list! {
    /// Where an item stands.
    ItemState {
        /// Waits for its turn.
        Queued = "queued",
        /// On its way.
        Sending = "sending",
        /// Waits until its writer signs in.
        LoginNeeded = "loginNeeded",
        /// Waits for a new entry link.
        LinkNeeded = "linkNeeded",
        /// Refused for good: its writer may change it.
        Rejected = "rejected",
        /// The server has it; kept for the undo window and for what waits for it.
        Sent = "sent",
        /// Taken back after it was tried: never sent again, and gone once its withdrawal is done.
        Recalled = "recalled",
    }
}

/// One thing that a device has to send. Its body lies beside it, encrypted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Marks it on the server too (`Idempotency-Key`): however often it is sent, it is done once.
    pub key: IdempotencyKey,
    /// What it is.
    pub kind: ItemKind,
    /// Slug of the authority that it goes to.
    pub authority: String,
    /// What must be done before.
    pub parent: Option<IdempotencyKey>,
    /// When it was made, on the device's clock.
    pub created_at_ms: i64,
    /// How often it was tried.
    pub tries: u32,
    /// Not before this time, on the device's clock.
    pub next_at_ms: i64,
    /// Where it stands.
    pub state: ItemState,
    /// Some attempt ended without an answer: the server may have it.
    pub is_in_doubt: bool,
    /// Why it was rejected.
    pub refusal: Option<Code>,
}

impl Item {
    /// A new item, ready to go.
    pub fn new(key: IdempotencyKey, kind: ItemKind, authority: String, created_at_ms: i64) -> Self {
        Self {
            key,
            kind,
            authority,
            parent: None,
            created_at_ms,
            tries: 0,
            next_at_ms: created_at_ms,
            state: ItemState::Queued,
            is_in_doubt: false,
            refusal: None,
        }
    }

    /// Takes a submission back by its key; the submission itself may have left the outbox.
    pub fn withdrawal(
        key: IdempotencyKey,
        submission: IdempotencyKey,
        authority: String,
        created_at_ms: i64,
    ) -> Self {
        Self {
            parent: Some(submission),
            ..Self::new(key, ItemKind::Withdraw, authority, created_at_ms)
        }
    }

    /// True while its writer may still expect something of it.
    pub const fn is_waiting(&self) -> bool {
        !matches!(self.state, ItemState::Sent | ItemState::Recalled)
    }

    /// Oldest first; of one moment, by key, so that every tab has the same order.
    pub(super) fn order(&self) -> (i64, IdempotencyKey) {
        (self.created_at_ms, self.key)
    }

    /// True when a server has it or may have it.
    pub(super) const fn may_be_known(&self) -> bool {
        self.is_in_doubt
            || matches!(
                self.state,
                ItemState::Sending | ItemState::Sent | ItemState::Recalled
            )
    }

    /// When to try again: doubling from a second to five minutes, a fifth more or less by `chance` (0 to 100);
    /// what the server asks for wins.
    pub(super) fn wait_until(&self, asked_ms: Option<i64>, now_ms: i64, chance: u8) -> i64 {
        let doublings = self.tries.saturating_sub(1).min(20);
        let wait_ms = (FIRST_WAIT_MS << doublings).min(LONGEST_WAIT_MS);
        let share = 80 + i64::from(chance.min(100)) * 40 / 100;
        let own_ms = wait_ms * share / 100;
        let asked_ms = asked_ms.unwrap_or(0).clamp(0, LONGEST_ASKED_MS);
        now_ms.saturating_add(own_ms.max(asked_ms))
    }
}
