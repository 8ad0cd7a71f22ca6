//! A form: a draft being typed and what is wrong with it. Errors appear on submit, never while typing; the browser runs
//! the server's own `parse`, and what only the server knows comes back to the same fields.

mod form;
mod words;

pub use form::{AnyForm, Form, field_id, focus_field};
pub use words::words_of;
