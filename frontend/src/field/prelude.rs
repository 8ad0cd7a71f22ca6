//! What every file of the phone client uses.

pub(super) use shared::codes::ClosedList;
pub(super) use shared::time::Day;

pub(super) use super::live::{Kept, Live, follow, untrack};
pub(super) use crate::i18n::Labelled;
pub(super) use crate::t;
