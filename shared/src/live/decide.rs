//! What is allowed: a wish becomes an event, or is refused.

use serde::{Deserialize, Serialize};

use super::agenda::{Block, BlockKind, ItemId};
use super::event::What;
use super::session::{LiveAction, Phase, Round, Screen, Session};
use super::vote::{Cell, Mark, Voter};
use crate::id::{MembershipId, ParticipantId};
use crate::text::{Note, SignalText};
use crate::time::Moment;

/// Who wishes something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// May lead; whether this one does, the session knows.
    Facilitator(MembershipId),
    /// Has a phone.
    Participant(ParticipantId),
}

/// What somebody wants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    tag = "wish",
    deny_unknown_fields
)]
pub enum Wish {
    /// Sets the agenda.
    Plan {
        /// The day.
        blocks: Vec<Block>,
    },
    /// Takes the lead from whoever has it: of two who press at once, one gets it.
    TakeLead {
        /// Who leads, as far as the one who asks knows.
        from: Option<MembershipId>,
    },
    /// Hands the lead over.
    HandOver {
        /// To whom.
        to: MembershipId,
    },
    /// Opens another block: of two who press "next" at once, one moves it.
    Move {
        /// The open block, as far as the one who asks knows.
        from: Option<usize>,
        /// The next one.
        to: usize,
    },
    /// Nobody votes or writes for a while.
    Pause,
    /// On with it.
    Resume,
    /// It is over.
    End,
    /// Freezes, blanks or frees the big screen.
    Screen {
        /// From now on.
        screen: Screen,
    },
    /// Comes in.
    Join,
    /// Sends somebody out.
    Remove {
        /// Whom.
        participant: ParticipantId,
    },
    /// Votes; again on the same item: changes the vote.
    Vote {
        /// In which block.
        block: usize,
        /// On what.
        item: ItemId,
        /// What.
        mark: Mark,
    },
    /// Votes for somebody without a phone.
    VoteFor {
        /// The number of that person.
        proxy: u16,
        /// In which block.
        block: usize,
        /// On what.
        item: ItemId,
        /// What.
        mark: Mark,
    },
    /// Enters what was counted on paper, also after the results.
    Tally {
        /// In which block.
        block: usize,
        /// Of which item.
        item: ItemId,
        /// Of what.
        cell: Cell,
        /// How many.
        votes: u32,
    },
    /// Shows the results; nobody votes in this round any more.
    Reveal {
        /// Of which block.
        block: usize,
    },
    /// Votes on the same once more.
    BeginRound {
        /// In which block.
        block: usize,
    },
    /// Sends what was written.
    Write {
        /// In which block.
        block: usize,
        /// What.
        text: SignalText,
    },
    /// Shows it to everybody, perhaps in other words.
    Show {
        /// In which block.
        block: usize,
        /// Which.
        item: ItemId,
        /// As everybody reads it.
        text: SignalText,
    },
    /// Hides it.
    Hide {
        /// In which block.
        block: usize,
        /// Which.
        item: ItemId,
    },
    /// Puts two items together.
    Merge {
        /// In which block.
        block: usize,
        /// This one goes.
        item: ItemId,
        /// This one stays.
        into: ItemId,
    },
    /// Starts a timer or takes it away.
    Time {
        /// Its end.
        until: Option<Moment>,
    },
    /// Notes what was said.
    Note {
        /// In which block.
        block: usize,
        /// Neutral words.
        text: Note,
    },
    /// Writes an action down.
    Agree {
        /// Which.
        action: LiveAction,
    },
}

crate::closed_list! {
    /// Why not.
    Refusal {
        /// Somebody else leads.
        NotLeading = "notLeading",
        /// Only a facilitator, or only a participant, does that.
        NotYours = "notYours",
        /// Somebody was faster: look again.
        Stale = "stale",
        /// Not in this phase.
        WrongPhase = "wrongPhase",
        /// The block is not open, or its results are there: too late.
        Late = "late",
        /// There is no such block, item or person.
        Unknown = "unknown",
        /// The block takes no such vote.
        WrongKind = "wrongKind",
        /// More dots than there are.
        OverBudget = "overBudget",
        /// Somebody has voted on it in a round that is open.
        HasVotes = "hasVotes",
        /// It is so already.
        Already = "already",
    }
}

impl Session {
    /// What becomes of a wish: the event to store under the next number, or why not.
    pub fn decide(&self, by: Actor, wish: Wish) -> Result<What, Refusal> {
        // Paper may be counted, and shown, after the end.
        let is_late_work = matches!(
            wish,
            Wish::Tally { .. } | Wish::Reveal { .. } | Wish::TakeLead { .. }
        );
        if self.phase == Phase::Ended && !is_late_work {
            return Err(Refusal::WrongPhase);
        }
        match by {
            Actor::Participant(participant) => self.of_participant(participant, wish),
            Actor::Facilitator(facilitator) => self.of_facilitator(facilitator, wish),
        }
    }

    fn of_participant(&self, participant: ParticipantId, wish: Wish) -> Result<What, Refusal> {
        let is_there = self.participants.contains(&participant);
        match wish {
            Wish::Join if is_there => Err(Refusal::Already),
            Wish::Join => Ok(What::Joined { participant }),
            Wish::Vote { .. } | Wish::Write { .. } if !is_there => Err(Refusal::Unknown),
            Wish::Vote { block, item, mark } => {
                self.vote(Voter::Phone(participant), block, item, mark)
            }
            Wish::Write { block, text } => {
                self.open(block)?;
                if self.kind(block)? != BlockKind::Write {
                    return Err(Refusal::WrongKind);
                }
                Ok(What::Wrote {
                    author: Some(participant),
                    block,
                    item: self.free_item(),
                    text,
                })
            }
            _ => Err(Refusal::NotYours),
        }
    }

    fn of_facilitator(&self, facilitator: MembershipId, wish: Wish) -> Result<What, Refusal> {
        match wish {
            Wish::TakeLead { from } if from != self.leader => Err(Refusal::Stale),
            Wish::TakeLead { .. } if self.leader == Some(facilitator) => Err(Refusal::Already),
            Wish::TakeLead { .. } => Ok(What::Leads { facilitator }),
            Wish::Join | Wish::Vote { .. } | Wish::Write { .. } => Err(Refusal::NotYours),
            // A second one may help with what is written, counted and noted.
            Wish::Show { .. } | Wish::Hide { .. } | Wish::Merge { .. } => self.moderate(wish),
            Wish::VoteFor {
                proxy,
                block,
                item,
                mark,
            } => self.vote(Voter::Proxy(proxy), block, item, mark),
            Wish::Tally {
                block,
                item,
                cell,
                votes,
            } => self.tally(block, item, cell, votes),
            Wish::Note { block, text } => {
                self.kind(block)?;
                Ok(What::Noted { block, text })
            }
            Wish::Agree { action } => Ok(What::Agreed { action }),
            _ if self.leader != Some(facilitator) => Err(Refusal::NotLeading),
            _ => self.lead(wish),
        }
    }

    fn lead(&self, wish: Wish) -> Result<What, Refusal> {
        match wish {
            Wish::Plan { .. } if self.current.is_some() => Err(Refusal::WrongPhase),
            Wish::Plan { blocks } => Ok(What::Planned { blocks }),
            Wish::HandOver { to } => Ok(What::Leads { facilitator: to }),
            Wish::Move { from, .. } if from != self.current => Err(Refusal::Stale),
            Wish::Move { to, .. } => {
                self.kind(to)?;
                Ok(What::Moved { block: to })
            }
            Wish::Pause if self.phase == Phase::Running => Ok(What::Paused),
            Wish::Resume if self.phase == Phase::Paused => Ok(What::Resumed),
            Wish::Pause | Wish::Resume => Err(Refusal::WrongPhase),
            Wish::End => Ok(What::Ended),
            Wish::Screen { screen } => Ok(What::Screened { screen }),
            Wish::Remove { participant } if self.participants.contains(&participant) => {
                Ok(What::Removed { participant })
            }
            Wish::Remove { .. } => Err(Refusal::Unknown),
            Wish::Reveal { block } => {
                let round = self.round(block).ok_or(Refusal::Unknown)?;
                if !round.is_open() {
                    return Err(Refusal::Already);
                }
                let results = self.results(block);
                Ok(What::Revealed { block, results })
            }
            Wish::BeginRound { block } => {
                let round = self.round(block).ok_or(Refusal::Unknown)?;
                if round.is_open() {
                    return Err(Refusal::Already);
                }
                Ok(What::RoundBegan { block })
            }
            Wish::Time { until } => Ok(What::Timed { until }),
            _ => Err(Refusal::NotYours),
        }
    }

    fn vote(&self, voter: Voter, block: usize, item: ItemId, mark: Mark) -> Result<What, Refusal> {
        let round = self.open(block)?;
        let items = self.items(block);
        if !items.iter().any(|one| one.id == item) {
            return Err(Refusal::Unknown);
        }
        let kind = self.kind(block)?;
        if !mark.fits(kind, items.len()) {
            return Err(Refusal::WrongKind);
        }
        let ballot = round.ballot(voter);
        if let (Mark::Dots(dots), BlockKind::Dots { budget }) = (mark, kind) {
            let lying = ballot.map_or(u32::from(dots), |ballot| ballot.dots_with(item, dots));
            if lying > u32::from(budget) {
                return Err(Refusal::OverBudget);
            }
        }
        Ok(What::Voted {
            voter,
            block,
            item,
            mark,
            is_first: ballot.is_none(),
        })
    }

    fn tally(&self, block: usize, item: ItemId, cell: Cell, votes: u32) -> Result<What, Refusal> {
        let round = self.round(block).ok_or(Refusal::Unknown)?;
        let items = self.items(block);
        if !items.iter().any(|one| one.id == item) {
            return Err(Refusal::Unknown);
        }
        if !cell.fits(self.kind(block)?, items.len()) {
            return Err(Refusal::WrongKind);
        }
        Ok(What::Tallied {
            block,
            item,
            cell,
            votes,
            is_shown: !round.is_open(),
        })
    }

    fn moderate(&self, wish: Wish) -> Result<What, Refusal> {
        match wish {
            Wish::Show { block, item, text } => {
                let written = self.contributions.get(block).ok_or(Refusal::Unknown)?;
                if !written.iter().any(|one| one.item == item) {
                    return Err(Refusal::Unknown);
                }
                self.without_votes(item)?;
                Ok(What::Shown { block, item, text })
            }
            Wish::Hide { block, item } => {
                self.own_item(block, item)?;
                self.without_votes(item)?;
                Ok(What::Hidden { block, item })
            }
            Wish::Merge { block, item, into } => {
                self.own_item(block, item)?;
                self.own_item(block, into)?;
                if item == into {
                    return Err(Refusal::Already);
                }
                self.without_votes(item)?;
                Ok(What::Merged { block, item, into })
            }
            _ => Err(Refusal::NotYours),
        }
    }

    /// The item is there, and not merged away.
    fn own_item(&self, block: usize, item: ItemId) -> Result<(), Refusal> {
        let block = self.blocks.get(block).ok_or(Refusal::Unknown)?;
        let is_there = block
            .items
            .iter()
            .any(|one| one.id == item && one.merged_into.is_none());
        if is_there {
            Ok(())
        } else {
            Err(Refusal::Unknown)
        }
    }

    /// Votes would vanish, or count twice: the round is ended first.
    fn without_votes(&self, item: ItemId) -> Result<(), Refusal> {
        let open = self.rounds.iter().filter_map(|rounds| rounds.last());
        let mut ballots = open
            .filter(|round| round.is_open())
            .flat_map(|round| &round.ballots);
        let is_voted = ballots.any(|ballot| ballot.marks.iter().any(|(own, _)| *own == item));
        if is_voted {
            Err(Refusal::HasVotes)
        } else {
            Ok(())
        }
    }

    /// The round in which votes of a block are taken now.
    fn open(&self, block: usize) -> Result<&Round, Refusal> {
        self.kind(block)?;
        let round = self.round(block).filter(|round| round.is_open());
        let is_now = self.phase == Phase::Running && self.current == Some(block);
        round.filter(|_| is_now).ok_or(Refusal::Late)
    }

    fn kind(&self, block: usize) -> Result<BlockKind, Refusal> {
        let block = self.blocks.get(block).ok_or(Refusal::Unknown)?;
        Ok(block.kind)
    }

    fn free_item(&self) -> ItemId {
        let shown = self.blocks.iter().flat_map(|block| &block.items);
        let written = self.contributions.iter().flatten();
        let used = shown.map(|one| one.id).chain(written.map(|one| one.item));
        ItemId(used.map(|id| id.0.saturating_add(1)).max().unwrap_or(0))
    }
}
