//! What needs somebody today (D1).

mod read;

pub(in crate::desk) use read::StartPage;
