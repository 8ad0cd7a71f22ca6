//! What the day consists of.

use serde::{Deserialize, Serialize};

use crate::text::{SignalText, Title};

/// Something to look at and to vote on, numbered by the server within a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ItemId(pub u32);

/// A card, a statement or a shown contribution.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Item {
    /// Its number.
    pub id: ItemId,
    /// Anonymised words of an issue, or what a facilitator showed.
    pub text: SignalText,
    /// It tells the same as this one, which stands for both.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<ItemId>,
}

/// What people do in a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum BlockKind {
    /// Look at cards.
    Cards,
    /// Write an observation; a facilitator shows it.
    Write,
    /// Agree, disagree or pass on each item.
    Statements,
    /// Spread dots over the items.
    Dots {
        /// How many each voter has.
        budget: u8,
    },
    /// Give each item 1 to 5 on each criterion.
    Score {
        /// How many criteria there are.
        criteria: u8,
    },
    /// Put the items in an order.
    Rank,
    /// Put each item in a square of 5 by 5: impact and feasibility.
    Matrix,
    /// Talk, with a timer and notes.
    Discussion,
    /// Agree on actions.
    Actions,
    /// How was it? 1 to 5 on each item.
    CheckOut,
}

/// One part of the day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Block {
    /// What it is called on every screen.
    pub title: Title,
    /// What people do.
    #[serde(flatten)]
    pub kind: BlockKind,
    /// What it is about; of a block to write in, what was shown.
    pub items: Vec<Item>,
    /// The block whose items are voted on too, by its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub takes_from: Option<usize>,
}
