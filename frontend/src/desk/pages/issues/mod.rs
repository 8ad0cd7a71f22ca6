//! The list of issues, and one issue with its whole life (D6).

mod conclude;
mod criteria;
mod decide;
mod describe;
mod draft;
mod facts;
mod list;
mod merge;
mod next;
mod own;
mod pause;
mod plan_action;
mod priorities;
mod prioritise;
mod publication;
mod read;
mod recognise;
mod signals;
mod summary;
mod view;

pub(in crate::desk) use conclude::toggle_in;
pub(in crate::desk) use list::IssuesPage;
pub(in crate::desk) use priorities::PrioritiesPage;
pub(in crate::desk) use read::IssuePage;
pub(in crate::desk) use summary::SummaryOfSignals;
pub(in crate::desk) use view::{IssuesView, Which};
