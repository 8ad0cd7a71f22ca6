//! Which codes of the taxonomy a text should carry: proposals that a person confirms or rejects, and learning from both.
//!
//! Three steps per code, so that it works from the first day: without any decision, how near the text is to what the
//! taxonomy says of the code; with a few, how near to what people gave it; with [`ENOUGH`], a regression over meaning and
//! words. What ships with the product is a [`Tagger`] trained on written examples; an authority's own stands on top of it
//! and learns from its own people only (decisions.md 14). Below [`Certainty::Doubt`] nothing is said.

mod calibration;
mod cues;
mod features;
mod keeping;
mod linear;
mod model;
mod reasons;
mod shipped;
mod tagger;
mod training;

pub use features::Features;
pub use keeping::BadTagger;
pub use model::ENOUGH;
pub use shared::analysis::Certainty;
pub use shipped::{BadLine, Description, Written, descriptions, written};
pub use tagger::{Concept, Example, Head, Label, Proposal, Tagger};

/// What each code of the default taxonomy means, for [`descriptions`]; our own words (crates/analysis/data).
pub const MEANINGS: &str = include_str!("../../data/meanings.json");
/// Signals written as examples, for [`written`]; never a signal of an authority (decisions.md 14).
pub const EXAMPLES: &str = include_str!("../../data/examples.tsv");
