//! Organisations that work in an authority.

mod list;

pub(in crate::desk) use list::OrganisationsPage;
