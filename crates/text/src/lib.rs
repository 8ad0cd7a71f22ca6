#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

mod language;
mod letters;
mod search;
mod stem;
mod words;

pub use language::{guess, guess_or, is_function_word};
pub use letters::{fold_letter, plain};
pub use search::{Clause, MAX_CLAUSES, SearchQuery, Term, search_query, search_terms};
pub use stem::stem;
pub use words::{Word, fold, normalise, simple_words, words};
