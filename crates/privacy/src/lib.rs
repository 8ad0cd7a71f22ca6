#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

mod detect;
mod digest;
mod find;
mod finding;
mod glyphs;
mod hide;
mod names;
mod positions;
pub mod published;
mod stand_in;
mod tokens;

pub use find::{detect, find};
pub use finding::{Finding, Kind, Severity};
pub use hide::{BadSpan, Hidden, MASK, Masked, Replacement, mask, mask_spans, redact};
pub use names::{BadNames, NameLists, Names, statbel};
pub use positions::{char_ranges, grapheme_ranges, utf16_ranges};
pub use stand_in::StandIn;
