//! Finding things by their words: what is indexed, one question to all of it, and making words anew.

mod find;
mod renew;
pub(crate) mod terms;

pub use find::{Cursor, after, search};
pub use renew::renew_words;
