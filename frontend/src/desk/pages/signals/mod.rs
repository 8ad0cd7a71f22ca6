//! The inbox (D2) and one signal (D3).

mod ahead;
mod arrivals;
mod bulk;
mod bulk_run;
mod compare;
mod end;
mod facts;
mod filters;
mod held;
mod inbox_list;
mod link;
mod panel;
mod place;
mod question;
mod read;
mod redirect;
mod rows;
mod similar;
mod tagging;
mod take_along;
mod trail;
mod triage;
mod view;
mod views;
mod window;

pub(in crate::desk) use compare::ComparePage;
pub(in crate::desk) use filters::{FilterDay, FilterSelect};
pub(in crate::desk) use read::SignalPage;
pub(in crate::desk) use triage::InboxPage;
pub(in crate::desk) use view::{InboxView, Tab, neighbour};
