#![doc = include_str!("../README.md")]

pub mod authorities;
pub mod calendar;
mod once;
mod refusal;
pub mod signals;
mod sources;

pub use once::{Attempt, once};
pub use refusal::{Refusal, Stop};
pub use sources::Sources;
