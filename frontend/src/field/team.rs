//! Team meeting mode: one phone goes round, and each colleague says what she notices (ux.md §4.1). What somebody chooses
//! about herself goes with her signal and is forgotten; nobody's profile is read or written.

use super::device::Profile;
use super::prelude::*;
use crate::browser::storage;

/// Where the device remembers that the mode is on.
const NAME: &str = "team";

/// The mode, and what the colleague who holds the phone chose.
#[derive(Clone, Copy)]
pub(super) struct Team {
    pub(super) is_on: Live<bool>,
    /// Code of her sector.
    pub(super) sector: Live<Vec<String>>,
    /// Her profession, in words.
    pub(super) profession: Live<Vec<String>>,
}

impl Team {
    /// As the device left it.
    pub(super) fn new() -> Self {
        Self {
            is_on: Live::new(storage::read(NAME).is_some()),
            sector: Live::new(Vec::new()),
            profession: Live::new(Vec::new()),
        }
    }

    /// Turns it on or off.
    pub(super) fn turn(self, is_on: bool) {
        if is_on {
            storage::write(NAME, "1");
        } else {
            storage::remove(NAME);
        }
        self.forget();
        self.is_on.set(is_on);
    }

    /// The next colleague chooses for herself.
    pub(super) fn forget(self) {
        self.sector.set(Vec::new());
        self.profession.set(Vec::new());
    }

    /// Who sends, while the mode is on: answers are read with the code.
    pub(super) fn profile(self) -> Option<Profile> {
        let first = |chosen: Live<Vec<String>>| {
            let chosen = chosen.get_untracked();
            chosen.into_iter().next().unwrap_or_default()
        };
        self.is_on.get_untracked().then(|| Profile {
            sector: first(self.sector),
            profession: first(self.profession),
            ..Profile::default()
        })
    }
}
