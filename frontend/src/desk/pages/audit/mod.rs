//! The log: who did what, never what it said.

mod list;

pub(in crate::desk) use list::AuditPage;
