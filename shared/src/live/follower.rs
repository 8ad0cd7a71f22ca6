//! Keeps up with a session over a bad network.

use std::collections::BTreeMap;

use super::event::Event;
use super::session::Session;

/// More than this ahead is not kept: the one who follows asks for the rest again.
const MOST_EARLY: usize = 256;

/// A session that is followed. Events may come twice, late, in any order, or not at all.
#[derive(Debug, Clone, Default)]
pub struct Follower {
    session: Session,
    early: BTreeMap<u64, Event>,
}

impl Follower {
    /// The session as far as nothing is missing.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// What to ask for again (`Last-Event-ID`): everything after this number.
    pub fn last(&self) -> u64 {
        self.session.seq
    }

    /// True when something came whose predecessor did not.
    pub fn misses_some(&self) -> bool {
        !self.early.is_empty()
    }

    /// An event came.
    pub fn take(&mut self, event: Event) {
        if event.seq <= self.session.seq {
            return;
        }
        self.early.insert(event.seq, event);
        self.catch_up();
        if self.early.len() > MOST_EARLY {
            self.early.pop_last();
        }
    }

    /// A snapshot came. An older one than what is known changes nothing.
    pub fn take_snapshot(&mut self, snapshot: Session) {
        if snapshot.seq > self.session.seq {
            self.session = snapshot;
            self.catch_up();
        }
    }

    fn catch_up(&mut self) {
        self.early = self.early.split_off(&(self.session.seq + 1));
        while let Some(event) = self.early.remove(&(self.session.seq + 1)) {
            self.session.apply(&event);
        }
    }
}
