#![doc = include_str!("../README.md")]

pub mod authorities;
pub mod calendar;
mod erasure;
mod once;
mod refusal;
mod sources;

pub use once::{Attempt, once};
pub use refusal::{Refusal, Stop};
pub use sources::{Directory, Sources};
