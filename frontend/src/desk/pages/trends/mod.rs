//! What rises (D7): a list of small pictures, one series, and what somebody follows.

mod follow;
mod list;
mod meaning;
mod read;
mod sentence;
mod view;

pub(in crate::desk) use list::TrendsPage;
pub(in crate::desk) use read::TrendPage;
