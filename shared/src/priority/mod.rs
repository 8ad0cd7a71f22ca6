//! Putting issues in an order: which criteria count and how much, what several people scored, the order that follows
//! from it, and how much that order hangs on the weights (product.md, priority criteria; docs/adr/0031).
//!
//! All of it is whole numbers, so that browser and server find the same places and a tie is a tie. The order is a
//! proposal: a person confirms it or puts the issues in another one.

mod drafts;
mod order;
mod sensitivity;
mod spread;
mod weights;

pub use drafts::{IssueVersion, MAX_IN_ORDER, OpenScoresDraft, OrderDraft, WeightsDraft};
pub use order::{Weighed, feasibility, impact, is_by_hand, places, total};
pub use sensitivity::{Flip, Steadiness, flips, steadiness};
pub use spread::{Spread, spreads};
pub use weights::{CriterionWeight, IN_ROUNDS, MAX_WEIGHT, USUAL_WEIGHT, Weights, asked_in};

use serde::{Deserialize, Serialize};

use crate::issue::{IssueSummary, Priority, Score};

crate::closed_list! {
    /// How an order came about: the history of each issue says so.
    OrderOrigin {
        /// A person confirmed the order that follows from scores and weights.
        Confirmed = "orderConfirmed",
        /// A person put the issues in another order.
        ByHand = "orderByHand",
    }
}

/// What counts for an authority, and how much.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct PriorityWeights {
    /// A weight of 0 to 10 for each criterion that can count here: all nine, or three in round mode. 0: it does not count.
    pub weights: Vec<CriterionWeight>,
    /// Nobody chose them: each criterion counts as much (5).
    pub usual: bool,
    /// For `If-Match`; 0 while nobody chose.
    pub version: u64,
}

/// What waits for an order, and what has one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Priorities {
    /// Slug of the authority.
    pub authority: String,
    /// What counts.
    pub weights: PriorityWeights,
    /// Validated issues, by number.
    pub issues: Vec<IssueToWeigh>,
    /// Issues that have their place and wait for a decision or for the start of an action, by place.
    pub ordered: Vec<OrderedIssue>,
    /// There are more issues than this list holds (200).
    pub more: bool,
}

/// A validated issue and what was scored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct IssueToWeigh {
    /// The issue.
    pub issue: IssueSummary,
    /// What the asking person scored; empty: nothing yet.
    pub own: Vec<Score>,
    /// How many people scored.
    pub scorers: u32,
    /// The lead processor shows the scores to everybody, also to who scored nothing.
    pub opened: bool,
    /// All scores per criterion, without who gave which. Absent as long as the asking person scored nothing: nobody
    /// follows another one's score.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spreads: Option<Vec<Spread>>,
}

/// An issue with its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct OrderedIssue {
    /// The issue.
    pub issue: IssueSummary,
    /// How it was weighed.
    pub priority: Priority,
}

/// The place that an issue was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Place {
    /// 1 is first.
    pub place: u32,
    /// Among how many.
    pub of: u32,
    /// The place that follows from scores and weights alone; those with equal scores share one.
    pub calculated: u32,
}
