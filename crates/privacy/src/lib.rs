#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

mod detect;
mod find;
mod finding;
mod glyphs;
mod hide;

pub use find::find;
pub use finding::{Finding, Kind, Severity};
pub use hide::{BadSpan, Hidden, MASK, Masked, Replacement, mask, mask_spans, redact};
