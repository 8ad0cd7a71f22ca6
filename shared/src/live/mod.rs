//! The live session of a signal day: what happened, in the server's order, and the state that everybody computes from it.
//!
//! Pure, and the same on server, phone, facilitator's screen and big screen. The server asks [`Session::decide`] whether a
//! wish is allowed, stores the [`Event`] that comes of it under the next number, and tells it to everybody as
//! [`Event::told_to`] says; they fold it with [`Session::apply`]. Who joins gets [`Session::seen_by`] and then the tail.
//!
//! | Rule | Where |
//! |---|---|
//! | repeats, gaps and any order of delivery lead to the same state | [`Follower`] |
//! | folding what somebody is told is the same as telling somebody the state | [`Event::told_to`], [`Session::seen_by`] |
//! | budgets, one vote per voter and item, no late votes, one "next" of two | [`Session::decide`] |
//! | counts, never names; no text before a facilitator showed it; no result before it is revealed | [`Audience`] |

mod agenda;
mod audience;
mod decide;
mod event;
mod follower;
mod session;
mod vote;

pub use agenda::{Block, BlockKind, Item, ItemId};
pub use audience::Audience;
pub use decide::{Actor, Refusal, Wish};
pub use event::{Event, What};
pub use follower::Follower;
pub use session::{Contribution, LiveAction, Phase, Round, Screen, Session};
pub use vote::{Ballot, Cell, Counted, ItemResult, Mark, Stance, Voter};
