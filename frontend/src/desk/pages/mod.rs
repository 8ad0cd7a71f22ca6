//! The pages, by area and verb.

pub(super) mod actions;
pub(super) mod audit;
pub(super) mod clusters;
pub(super) mod entry_links;
pub(super) mod exports;
pub(super) mod feedback;
pub(super) mod imports;
pub(super) mod issues;
pub(super) mod logins;
pub(super) mod organisations;
pub(super) mod overview;
pub(super) mod people;
pub(super) mod search;
pub(super) mod signals;
pub(super) mod start;
pub(super) mod suggestions;
pub(super) mod trends;
