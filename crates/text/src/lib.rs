#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

mod depth;
mod dutch;
mod found;
mod language;
mod letters;
mod lexicon;
mod named;
pub mod plain;
mod search;
mod similar;
mod stem;
mod vocabulary;
mod words;

pub use depth::{Depth, Element, Reach, depth};
#[cfg(not(target_arch = "wasm32"))]
pub use dutch::{DutchWords, dutch_words};
pub use dutch::{compound, is_dutch};
pub use found::{excerpt, marks, written_as};
pub use language::{guess, guess_or, is_function_word};
pub use letters::{fold_letter, is_capital, is_letter, is_letter_or_digit, plain};
pub use lexicon::Lexicon;
pub use named::named;
pub use search::{
    Clause, MAX_CLAUSES, SearchQuery, Term, search_query, search_terms, search_terms_of,
};
pub use similar::Known;
pub use stem::stem;
pub use vocabulary::{Correction, Vocabulary};
pub use words::{Word, fold, normalise, simple_words, words};
