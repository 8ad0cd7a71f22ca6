#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

mod language;
mod search;
mod stem;
mod words;

pub use language::{guess, is_function_word};
pub use search::{Clause, MAX_CLAUSES, SearchQuery, Term, search_query, search_terms};
pub use stem::stem;
pub use words::{Word, fold, fold_letter, normalise, words};
