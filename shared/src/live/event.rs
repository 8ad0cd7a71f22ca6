//! What happened.

use serde::{Deserialize, Serialize};

use super::agenda::{Block, ItemId};
use super::session::{LiveAction, Screen};
use super::vote::{Cell, ItemResult, Mark, Voter};
use crate::id::{MembershipId, ParticipantId};
use crate::text::{Note, SignalText};
use crate::time::Moment;

/// One entry of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Event {
    /// Its number: 1 is the first, and none is missing.
    pub seq: u64,
    /// On the server's clock.
    pub at: Moment,
    /// What happened.
    #[serde(flatten)]
    pub what: What,
}

/// What can happen. Only [`super::Session::decide`] makes one, so that each is allowed where it stands in the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    tag = "what"
)]
pub enum What {
    /// The agenda was set, before the beginning.
    Planned {
        /// The day.
        blocks: Vec<Block>,
    },
    /// Somebody took the lead: at the beginning, handed over, or after a crash.
    Leads {
        /// Who.
        facilitator: MembershipId,
    },
    /// Another block, or the first one.
    Moved {
        /// Its place.
        block: usize,
    },
    /// Nobody votes or writes for a while.
    Paused,
    /// On with it.
    Resumed,
    /// It is over.
    Ended,
    /// What the big screen does.
    Screened {
        /// From now on.
        screen: Screen,
    },
    /// Somebody joined.
    Joined {
        /// Who.
        participant: ParticipantId,
    },
    /// Somebody was removed.
    Removed {
        /// Who.
        participant: ParticipantId,
    },
    /// As others are told that somebody came.
    OneMore,
    /// As others are told that somebody was removed.
    OneLess,
    /// Somebody voted.
    Voted {
        /// Who.
        voter: Voter,
        /// In which block.
        block: usize,
        /// On what.
        item: ItemId,
        /// What.
        mark: Mark,
        /// It is the voter's first in this round.
        is_first: bool,
    },
    /// As others are told that somebody voted.
    Answered {
        /// In which block.
        block: usize,
        /// Not a changed or a further vote.
        is_first: bool,
    },
    /// A tally that was counted on paper; it replaces an earlier one.
    Tallied {
        /// In which block.
        block: usize,
        /// Of which item.
        item: ItemId,
        /// Of what.
        cell: Cell,
        /// How many.
        votes: u32,
        /// The results are revealed already, so everybody is told.
        is_shown: bool,
    },
    /// The results are there to be seen; the round is over.
    Revealed {
        /// Of which block.
        block: usize,
        /// Of every item.
        results: Vec<ItemResult>,
    },
    /// The same block is voted on once more.
    RoundBegan {
        /// Which.
        block: usize,
    },
    /// Somebody wrote something.
    Wrote {
        /// Who; facilitators are not told.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        author: Option<ParticipantId>,
        /// In which block.
        block: usize,
        /// Its number, from then on that of an item.
        item: ItemId,
        /// What.
        text: SignalText,
    },
    /// A facilitator shows it, perhaps in other words.
    Shown {
        /// In which block.
        block: usize,
        /// Which.
        item: ItemId,
        /// As everybody reads it.
        text: SignalText,
    },
    /// A facilitator hides it again, or never shows it.
    Hidden {
        /// In which block.
        block: usize,
        /// Which.
        item: ItemId,
    },
    /// Two items tell the same.
    Merged {
        /// In which block.
        block: usize,
        /// This one is no longer there.
        item: ItemId,
        /// This one stands for both.
        into: ItemId,
    },
    /// A timer runs, or is taken away.
    Timed {
        /// Its end.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Moment>,
    },
    /// A facilitator noted what was said.
    Noted {
        /// In which block.
        block: usize,
        /// Neutral words.
        text: Note,
    },
    /// An action was agreed on.
    Agreed {
        /// Which.
        action: LiveAction,
    },
    /// Something that these ears are not told.
    Nothing,
}
