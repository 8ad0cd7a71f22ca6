#![doc = include_str!("../README.md")]

pub mod actions;
pub mod authorities;
pub mod calendar;
mod erasure;
pub mod feedback;
pub mod imports;
pub mod issues;
mod once;
pub mod outbox;
pub mod people;
mod refusal;
pub mod signals;
mod sources;
mod texts;

pub use once::{Attempt, once};
pub use refusal::{Refusal, Stop};
pub use sources::{Directory, Sources};
