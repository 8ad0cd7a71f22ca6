//! Votes, and what they add up to.

use serde::{Deserialize, Serialize};

use super::agenda::{BlockKind, ItemId};
use crate::id::ParticipantId;

/// What somebody says to a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Stance {
    /// Eens.
    Agree,
    /// Oneens.
    Disagree,
    /// Weet niet.
    Pass,
}

/// Who votes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Voter {
    /// Somebody with a phone.
    Phone(ParticipantId),
    /// Somebody without one, for whom the facilitator enters votes; a number that the facilitator gives.
    Proxy(u16),
}

/// One vote on one item. A later one on the same item, and the same criterion, takes its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Mark {
    /// On a statement.
    Stance(Stance),
    /// So many dots lie on the item; 0 takes them back.
    Dots(u8),
    /// 1 to 5 on a criterion, numbered from 0.
    Score {
        /// Which.
        criterion: u8,
        /// How much.
        value: u8,
    },
    /// The place in the order, from 1. Who stood there before changes places with it.
    Place(u8),
    /// A field of the square, 1 to 5 both ways.
    Field {
        /// To the right.
        impact: u8,
        /// Upwards.
        feasibility: u8,
    },
}

impl Mark {
    /// Votes with the same slot on the same item replace each other.
    pub(super) const fn slot(self) -> u8 {
        match self {
            Self::Score { criterion, .. } => criterion,
            _ => 0,
        }
    }

    /// True when a block of this kind with so many items takes it.
    pub(super) fn fits(self, kind: BlockKind, items: usize) -> bool {
        let is_grade = |value: u8| (1..=5).contains(&value);
        match (self, kind) {
            // Whether dots are too many in all is another question.
            (Self::Stance(_), BlockKind::Statements) | (Self::Dots(_), BlockKind::Dots { .. }) => {
                true
            }
            (Self::Score { criterion, value }, BlockKind::Score { criteria }) => {
                criterion < criteria && is_grade(value)
            }
            (Self::Score { criterion, value }, BlockKind::CheckOut) => {
                criterion == 0 && is_grade(value)
            }
            (Self::Place(place), BlockKind::Rank) => place > 0 && usize::from(place) <= items,
            (
                Self::Field {
                    impact,
                    feasibility,
                },
                BlockKind::Matrix,
            ) => is_grade(impact) && is_grade(feasibility),
            _ => false,
        }
    }
}

/// All votes of one voter in one round, by item and slot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Ballot {
    /// Whose.
    pub voter: Voter,
    /// At most one per item and slot.
    pub marks: Vec<(ItemId, Mark)>,
}

impl Ballot {
    /// Puts a vote in, in the place of an older one on the same item and slot.
    pub(super) fn put(&mut self, item: ItemId, mark: Mark) {
        let before = self.mark(item, mark.slot());
        if let Mark::Place(place) = mark {
            // Two items cannot stand on one place: they change places, or the other loses its.
            let there =
                |(other, own): &(ItemId, Mark)| *other != item && *own == Mark::Place(place);
            if let Some(at) = self.marks.iter().position(there) {
                let (other, _) = self.marks.remove(at);
                self.marks.extend(before.map(|before| (other, before)));
            }
        }
        self.marks
            .retain(|(other, own)| (*other, own.slot()) != (item, mark.slot()));
        if mark != Mark::Dots(0) {
            self.marks.push((item, mark));
        }
        self.marks
            .sort_unstable_by_key(|(item, mark)| (*item, mark.slot()));
    }

    fn mark(&self, item: ItemId, slot: u8) -> Option<Mark> {
        let own = |(other, mark): &&(ItemId, Mark)| (*other, mark.slot()) == (item, slot);
        self.marks.iter().find(own).map(|(_, mark)| *mark)
    }

    /// Dots that would lie on all items with this vote.
    pub(super) fn dots_with(&self, item: ItemId, dots: u8) -> u32 {
        let others = self.marks.iter().filter(|(other, _)| *other != item);
        let lying = |mark: &Mark| match mark {
            Mark::Dots(dots) => u32::from(*dots),
            _ => 0,
        };
        others.map(|(_, mark)| lying(mark)).sum::<u32>() + u32::from(dots)
    }
}

/// What is counted of an item; without dots, whose number is the count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Cell {
    /// Votes of one stance.
    Stance(Stance),
    /// Dots.
    Dots,
    /// Votes of one value on one criterion.
    Score {
        /// Which.
        criterion: u8,
        /// How much.
        value: u8,
    },
    /// Votes for one place.
    Place(u8),
    /// Votes for one field.
    Field {
        /// To the right.
        impact: u8,
        /// Upwards.
        feasibility: u8,
    },
}

impl Cell {
    /// Where a vote is counted, and for how much.
    pub(super) fn of(mark: Mark) -> (Self, u32) {
        match mark {
            Mark::Stance(stance) => (Self::Stance(stance), 1),
            Mark::Dots(dots) => (Self::Dots, u32::from(dots)),
            Mark::Score { criterion, value } => (Self::Score { criterion, value }, 1),
            Mark::Place(place) => (Self::Place(place), 1),
            Mark::Field {
                impact,
                feasibility,
            } => (
                Self::Field {
                    impact,
                    feasibility,
                },
                1,
            ),
        }
    }

    /// True when votes of a block of this kind are counted here.
    pub(super) fn fits(self, kind: BlockKind, items: usize) -> bool {
        let mark = match self {
            Self::Stance(stance) => Mark::Stance(stance),
            Self::Dots => Mark::Dots(1),
            Self::Score { criterion, value } => Mark::Score { criterion, value },
            Self::Place(place) => Mark::Place(place),
            Self::Field {
                impact,
                feasibility,
            } => Mark::Field {
                impact,
                feasibility,
            },
        };
        mark.fits(kind, items)
    }
}

/// Votes by the way they came.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Counted {
    /// From phones.
    pub phones: u32,
    /// Entered for people without one.
    pub proxies: u32,
    /// Counted on paper.
    pub paper: u32,
}

/// What one item got; every item has one, also without a vote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ItemResult {
    /// Which.
    pub item: ItemId,
    /// By what was voted.
    pub cells: Vec<(Cell, Counted)>,
}

impl ItemResult {
    pub(super) fn cell(&mut self, cell: Cell) -> &mut Counted {
        let at = match self.cells.binary_search_by_key(&cell, |(own, _)| *own) {
            Ok(at) => at,
            Err(at) => {
                self.cells.insert(at, (cell, Counted::default()));
                at
            }
        };
        #[expect(clippy::indexing_slicing, reason = "it was found or put there above")]
        &mut self.cells[at].1
    }
}
