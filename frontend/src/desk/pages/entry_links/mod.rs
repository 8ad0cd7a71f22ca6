//! Links and QR codes for providers without account.

mod list;

pub(in crate::desk) use list::EntryLinksPage;
