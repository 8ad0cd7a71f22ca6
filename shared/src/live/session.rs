//! The state of a session, and how an event changes it.

use serde::{Deserialize, Serialize};

use super::agenda::{Block, Item, ItemId};
use super::event::{Event, What};
use super::vote::{Ballot, Cell, Counted, ItemResult, Mark, Voter};
use crate::id::{MembershipId, OrganisationId, ParticipantId};
use crate::text::{Note, SignalText, Title};
use crate::time::{Day, Moment};

crate::closed_list! {
    /// Where the session stands.
    Phase {
        /// People come in.
        Waiting = "waiting",
        /// A block is open.
        Running = "running",
        /// Nobody votes or writes.
        Paused = "paused",
        /// It is over.
        Ended = "ended",
    }
}

crate::closed_list! {
    /// What the big screen does.
    Screen {
        /// It follows.
        Live = "live",
        /// It keeps its picture.
        Frozen = "frozen",
        /// It is black.
        Blank = "blank",
    }
}

/// What somebody wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Contribution {
    /// Its number; that of the item, once it is shown.
    pub item: ItemId,
    /// Who wrote it; known to the server and to the author.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<ParticipantId>,
    /// In its own words.
    pub text: SignalText,
}

/// An action that the room agrees on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LiveAction {
    /// What.
    pub title: Title,
    /// Who sees to it.
    pub owner: OrganisationId,
    /// Until when.
    pub due_on: Day,
}

/// One time that a block is voted on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Round {
    /// How many voted so far.
    pub answered: u32,
    /// Votes: all of them on the server, their own on phones, none elsewhere.
    pub ballots: Vec<Ballot>,
    /// Tallies of paper before the results: known to the server and facilitators.
    pub paper: Vec<(ItemId, Cell, u32)>,
    /// What everybody sees, once it is revealed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub results: Option<Vec<ItemResult>>,
}

/// A session as somebody knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Session {
    /// The last event in it.
    pub seq: u64,
    /// Where it stands.
    pub phase: Phase,
    /// What the big screen does.
    pub screen: Screen,
    /// Who leads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leader: Option<MembershipId>,
    /// The day.
    pub blocks: Vec<Block>,
    /// The open block.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current: Option<usize>,
    /// Of each block, its rounds; the last one is open until it has results.
    pub rounds: Vec<Vec<Round>>,
    /// How many are there.
    pub heads: u32,
    /// Who is there: known to the server, and a phone of itself.
    pub participants: Vec<ParticipantId>,
    /// What was written, by block: known to the server and facilitators, and its own to a phone.
    pub contributions: Vec<Vec<Contribution>>,
    /// When the timer ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Moment>,
    /// What was noted, by block.
    pub notes: Vec<Vec<Note>>,
    /// What was agreed on.
    pub actions: Vec<LiveAction>,
}

impl Default for Session {
    fn default() -> Self {
        Self {
            seq: 0,
            phase: Phase::Waiting,
            screen: Screen::Live,
            leader: None,
            blocks: Vec::new(),
            current: None,
            rounds: Vec::new(),
            heads: 0,
            participants: Vec::new(),
            contributions: Vec::new(),
            until: None,
            notes: Vec::new(),
            actions: Vec::new(),
        }
    }
}

impl Session {
    /// Takes in the next event. False, and nothing changes, when it is not the next one: it came already, or others are
    /// missing before it.
    pub fn apply(&mut self, event: &Event) -> bool {
        if event.seq != self.seq + 1 {
            return false;
        }
        self.seq = event.seq;
        self.change(&event.what);
        true
    }

    fn change(&mut self, what: &What) {
        match what {
            What::Planned { blocks } => self.plan(blocks),
            What::Leads { facilitator } => self.leader = Some(*facilitator),
            What::Moved { block } => {
                self.current = Some(*block);
                self.phase = Phase::Running;
                self.until = None;
            }
            What::Paused => self.phase = Phase::Paused,
            What::Resumed => self.phase = Phase::Running,
            What::Ended => self.phase = Phase::Ended,
            What::Screened { screen } => self.screen = *screen,
            What::Joined { participant } => {
                self.participants.push(*participant);
                self.heads += 1;
            }
            What::Removed { participant } => {
                self.participants.retain(|one| one != participant);
                self.heads = self.heads.saturating_sub(1);
            }
            What::OneMore => self.heads += 1,
            What::OneLess => self.heads = self.heads.saturating_sub(1),
            What::Voted {
                voter,
                block,
                item,
                mark,
                is_first,
            } => {
                if let Some(round) = self.last_round(*block) {
                    round.answered += u32::from(*is_first);
                    round.put(*voter, *item, *mark);
                }
            }
            What::Answered { block, is_first } => {
                if let Some(round) = self.last_round(*block) {
                    round.answered += u32::from(*is_first);
                }
            }
            What::Tallied {
                block,
                item,
                cell,
                votes,
                ..
            } => {
                if let Some(round) = self.last_round(*block) {
                    round.tally(*item, *cell, *votes);
                }
            }
            What::Revealed { block, results } => {
                if let Some(round) = self.last_round(*block) {
                    round.results = Some(results.clone());
                }
            }
            What::RoundBegan { block } => {
                if let Some(rounds) = self.rounds.get_mut(*block) {
                    rounds.push(Round::default());
                }
            }
            What::Wrote { .. } | What::Shown { .. } | What::Hidden { .. } | What::Merged { .. } => {
                self.change_items(what);
            }
            What::Timed { until } => self.until = *until,
            What::Noted { block, text } => {
                if let Some(notes) = self.notes.get_mut(*block) {
                    notes.push(text.clone());
                }
            }
            What::Agreed { action } => self.actions.push(action.clone()),
            What::Nothing => {}
        }
    }

    fn plan(&mut self, blocks: &[Block]) {
        self.blocks = blocks.to_vec();
        self.rounds = blocks.iter().map(|_| vec![Round::default()]).collect();
        self.contributions = blocks.iter().map(|_| Vec::new()).collect();
        self.notes = blocks.iter().map(|_| Vec::new()).collect();
    }

    fn change_items(&mut self, what: &What) {
        match what {
            What::Wrote {
                author,
                block,
                item,
                text,
            } => {
                if let Some(contributions) = self.contributions.get_mut(*block) {
                    contributions.push(Contribution {
                        item: *item,
                        author: *author,
                        text: text.clone(),
                    });
                }
            }
            What::Shown { block, item, text } => {
                if let Some(block) = self.blocks.get_mut(*block) {
                    block.items.retain(|one| one.id != *item);
                    block.items.push(Item {
                        id: *item,
                        text: text.clone(),
                        merged_into: None,
                    });
                }
            }
            What::Hidden { block, item } => {
                if let Some(block) = self.blocks.get_mut(*block) {
                    block.items.retain(|one| one.id != *item);
                }
            }
            What::Merged { block, item, into } => {
                let block = self.blocks.get_mut(*block);
                let found =
                    block.and_then(|block| block.items.iter_mut().find(|one| one.id == *item));
                if let Some(found) = found {
                    found.merged_into = Some(*into);
                }
            }
            _ => {}
        }
    }

    /// What a block is about: its own items and those it takes from another, without the merged ones.
    pub fn items(&self, block: usize) -> Vec<&Item> {
        let Some(own) = self.blocks.get(block) else {
            return Vec::new();
        };
        let taken = own.takes_from.filter(|from| *from != block);
        let taken = taken.and_then(|from| self.blocks.get(from));
        let all = own
            .items
            .iter()
            .chain(taken.into_iter().flat_map(|from| &from.items));
        all.filter(|item| item.merged_into.is_none()).collect()
    }

    /// The round of a block that is open or was last.
    pub fn round(&self, block: usize) -> Option<&Round> {
        self.rounds.get(block)?.last()
    }

    fn last_round(&mut self, block: usize) -> Option<&mut Round> {
        self.rounds.get_mut(block)?.last_mut()
    }

    /// What the votes of a block add up to now. Every item is there, also with nothing.
    pub(super) fn results(&self, block: usize) -> Vec<ItemResult> {
        let nothing = |item: &&Item| ItemResult {
            item: item.id,
            cells: Vec::new(),
        };
        let mut results: Vec<ItemResult> = self.items(block).iter().map(nothing).collect();
        let Some(round) = self.round(block) else {
            return results;
        };
        for result in &mut results {
            round.count(result);
        }
        results
    }
}

impl Round {
    /// True while votes are taken.
    pub fn is_open(&self) -> bool {
        self.results.is_none()
    }

    pub(super) fn ballot(&self, voter: Voter) -> Option<&Ballot> {
        self.ballots.iter().find(|ballot| ballot.voter == voter)
    }

    fn put(&mut self, voter: Voter, item: ItemId, mark: Mark) {
        let at = match self
            .ballots
            .binary_search_by_key(&voter, |ballot| ballot.voter)
        {
            Ok(at) => at,
            Err(at) => {
                let marks = Vec::new();
                self.ballots.insert(at, Ballot { voter, marks });
                at
            }
        };
        if let Some(ballot) = self.ballots.get_mut(at) {
            ballot.put(item, mark);
        }
    }

    /// A tally replaces an earlier one. Paper may be counted later: what is revealed already changes.
    fn tally(&mut self, item: ItemId, cell: Cell, votes: u32) {
        if let Some(results) = &mut self.results {
            for result in results.iter_mut().filter(|result| result.item == item) {
                result.cell(cell).paper = votes;
            }
        } else {
            let is_same = |(other, own, _): &(ItemId, Cell, u32)| (*other, *own) == (item, cell);
            self.paper.retain(|one| !is_same(one));
            self.paper.push((item, cell, votes));
            self.paper.sort_unstable();
        }
    }

    fn count(&self, result: &mut ItemResult) {
        let item = result.item;
        for ballot in &self.ballots {
            for (_, mark) in ballot.marks.iter().filter(|(own, _)| *own == item) {
                let (cell, votes) = Cell::of(*mark);
                let counted: &mut Counted = result.cell(cell);
                match ballot.voter {
                    Voter::Phone(_) => counted.phones += votes,
                    Voter::Proxy(_) => counted.proxies += votes,
                }
            }
        }
        for (_, cell, votes) in self.paper.iter().filter(|(own, ..)| *own == item) {
            result.cell(*cell).paper = *votes;
        }
    }
}
