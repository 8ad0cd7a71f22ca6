//! The audit log: who did what to which thing, never what it said (trust.md §7).
//!
//! Entries of what was done are written by storage from the permit. Here stand the rest: refusals, readings of text,
//! the seals that show tampering, and the list that people read.

mod chain;
mod changer;
mod list_entries;
mod read_log;
mod refused;
mod seal;
mod verify;

pub(crate) use changer::changer;
pub use list_entries::{EntryCursor, list_audit_entries};
pub use read_log::ReadLog;
pub use refused::refused;
pub use seal::{must_seal, seal};
pub use verify::{Fault, Verification, verify};
