//! What the machine proposes, and how sure it is: vectors of texts, tags, groups of signals, trends, summaries. And the
//! indicators, which count what came of signals.
//!
//! Everything here takes slices and returns values: no file, no thread, no clock, no database; jobs brings those. The
//! same input, model and seed give the same bytes. Whatever is proposed, a person decides.

#![warn(missing_docs)]

pub mod clusters;
pub mod embed;
pub mod indicators;
mod lanes;
mod numbers;
pub mod opinions;
pub mod summariser;
pub mod summary;
pub mod tagging;
pub mod trends;
pub mod vectors;
