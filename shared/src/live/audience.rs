//! What whom is told: of an event, and of the state. Both say the same, whatever is folded first.

use super::event::{Event, What};
use super::session::{Contribution, Session};
use super::vote::Voter;
use crate::id::ParticipantId;

/// Who looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Reads what waits to be shown, without its author; sees no votes.
    Facilitator,
    /// Sees what everybody in the hall may see.
    Screen,
    /// As the screen, and what this participant did.
    Phone(ParticipantId),
}

impl Audience {
    fn is(self, participant: ParticipantId) -> bool {
        self == Self::Phone(participant)
    }
}

impl Event {
    /// The event as this audience is told it; the number stays, so that nobody misses one.
    #[must_use]
    pub fn told_to(&self, audience: Audience) -> Self {
        Self {
            seq: self.seq,
            at: self.at,
            what: self.what.told_to(audience),
        }
    }
}

impl What {
    fn told_to(&self, audience: Audience) -> Self {
        match self {
            Self::Joined { participant } if !audience.is(*participant) => Self::OneMore,
            Self::Removed { participant } if !audience.is(*participant) => Self::OneLess,
            Self::Voted {
                voter,
                block,
                is_first,
                ..
            } if !is_own(*voter, audience) => Self::Answered {
                block: *block,
                is_first: *is_first,
            },
            Self::Wrote {
                author,
                block,
                item,
                text,
            } => match audience {
                Audience::Facilitator => Self::Wrote {
                    author: None,
                    block: *block,
                    item: *item,
                    text: text.clone(),
                },
                Audience::Phone(own) if *author == Some(own) => self.clone(),
                // The number is used up for everybody.
                Audience::Phone(_) | Audience::Screen => Self::Nothing,
            },
            // A tally of paper is a result: it is seen with the others.
            Self::Tallied {
                is_shown: false, ..
            } if audience != Audience::Facilitator => Self::Nothing,
            _ => self.clone(),
        }
    }
}

fn is_own(voter: Voter, audience: Audience) -> bool {
    match voter {
        Voter::Phone(participant) => audience.is(participant),
        Voter::Proxy(_) => false,
    }
}

impl Session {
    /// The state as this audience knows it.
    #[must_use]
    pub fn seen_by(&self, audience: Audience) -> Self {
        let mut seen = self.clone();
        seen.participants.retain(|one| audience.is(*one));
        for contributions in &mut seen.contributions {
            keep(contributions, audience);
        }
        for round in seen.rounds.iter_mut().flatten() {
            round
                .ballots
                .retain(|ballot| is_own(ballot.voter, audience));
            if audience != Audience::Facilitator {
                round.paper.clear();
            }
        }
        seen
    }
}

fn keep(contributions: &mut Vec<Contribution>, audience: Audience) {
    match audience {
        Audience::Facilitator => {
            for contribution in contributions {
                contribution.author = None;
            }
        }
        Audience::Phone(own) => contributions.retain(|one| one.author == Some(own)),
        Audience::Screen => contributions.clear(),
    }
}
