//! Charts: pure functions make shapes, one view draws them (ux.md §7).

mod band;
mod view;

pub(in crate::desk) use view::{TrendChart, whole};
