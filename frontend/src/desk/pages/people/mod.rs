//! Who may do what in an authority.

mod invite;
mod list;

pub(in crate::desk) use list::PeoplePage;
