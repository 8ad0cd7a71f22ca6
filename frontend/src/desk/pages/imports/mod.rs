//! Tables of signals that come in as a file.

mod create;
mod map_columns;
mod progress;

pub(in crate::desk) use create::ImportPage;
