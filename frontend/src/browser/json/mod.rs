//! JSON with the browser's own parser: a client would otherwise carry a second one, and its messages about where a comma
//! is missing, which nobody reads.
//!
//! The desk reads types by their derived code ([`parse`]). The phone reads and writes its few types by name, field by field
//! ([`Json`], [`Object`]): derived code was 20 kB of brotli (docs/adr/0006).

mod object;
#[cfg(feature = "desk")]
mod types;
mod value;

pub use object::{Object, list};
#[cfg(feature = "desk")]
pub use types::parse;
pub use value::Json;
