//! The inbox (D2) and one signal (D3).

mod bulk;
mod compare;
mod end;
mod facts;
mod filters;
mod held;
mod link;
mod panel;
mod place;
mod question;
mod read;
mod redirect;
mod similar;
mod tagging;
mod trail;
mod triage;
mod view;

pub(in crate::desk) use compare::ComparePage;
pub(in crate::desk) use filters::{FilterDay, FilterSelect};
pub(in crate::desk) use read::SignalPage;
pub(in crate::desk) use triage::InboxPage;
pub(in crate::desk) use view::{InboxView, Tab, neighbour};
