#![doc = include_str!("../README.md")]

pub mod actions;
pub mod analysis;
pub mod audit;
pub mod authorities;
pub mod calendar;
pub mod clusters;
pub mod doors;
mod erasure;
pub mod exports;
pub mod feedback;
pub mod imports;
pub mod indicators;
pub mod issues;
pub mod mail_pace;
mod once;
pub mod outbox;
mod paging;
pub mod people;
pub mod priorities;
pub mod published;
pub mod push;
mod refusal;
pub mod rewrap;
pub mod saved_views;
pub mod search;
mod seats;
pub mod signals;
mod sources;
pub mod start;
pub mod summaries;
mod texts;
pub mod trends;

pub use once::{Attempt, once};
pub use paging::PageOf;
pub use refusal::{Refusal, Stop};
pub use sources::{Directory, Sources};
