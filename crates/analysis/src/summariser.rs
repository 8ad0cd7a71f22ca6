//! What a language model is asked about signals, and what of its answer holds.
//!
//! A language model is an option that is off until an authority allows it. Whoever calls brings texts in which personal data
//! is hidden, sends [`question`] and hands the answer to [`grounded`], which keeps what rests on the texts and drops the rest.

mod ground;
mod question;

pub use ground::{Claim, Grounded, Ungrounded, grounded};
pub use question::{PROMPT, question};

use shared::codes::Language;

/// A text that a summary is made of. The language model knows it by its place in the list: `S1`, `S2` and so on.
#[derive(Clone, Copy)]
pub struct Passage<'a> {
    /// The text, with personal data hidden.
    pub text: &'a str,
    /// Its language.
    pub language: Language,
}
