//! A form: a draft being typed and what is wrong with it. Errors appear on submit, never while typing; the browser runs
//! the server's own `parse`, and what only the server knows comes back to the same fields.

#[cfg(feature = "desk")]
mod form;
mod state;
mod words;

#[cfg(feature = "desk")]
pub use form::{AnyForm, Form};
pub use state::{FormState, Ids};
pub use words::words_of;
