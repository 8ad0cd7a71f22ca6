//! Saving everything of an authority.

mod create;

pub(in crate::desk) use create::ExportPage;
