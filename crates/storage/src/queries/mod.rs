//! Query files, compiled once per engine. Plain Diesel, no decisions; every function on an authority's data takes its
//! `Scope`.

pub mod actions;
pub mod analysis;
pub mod audit;
pub mod authorities;
pub mod clusters;
mod conditions;
mod counted;
pub mod erasure;
pub mod feedback;
pub mod idempotency;
pub mod imports;
pub mod indicators;
pub mod issues;
pub mod jobs;
pub mod mail_pace;
pub mod passkeys;
pub mod people;
pub mod priorities;
pub mod published;
pub mod push;
pub mod saved_views;
mod scoped;
pub mod search;
pub mod settings;
pub mod sign_in_links;
pub mod signals;
pub mod start;
pub mod summaries;
pub mod trends;

pub(crate) use super::{Backend, Conn, dialect};
use scoped::{is_readable, is_writable};

use shared::id::AuthorityId;
use shared::time::Day;

use crate::Key;
use crate::tx::query_types::Todays;

/// The latest of the days that it is now: nothing lies before today anywhere that does not lie before this one.
pub(crate) fn latest(todays: &Todays) -> Option<Day> {
    todays.iter().map(|(today, _)| *today).max()
}

/// Where it is an earlier day than the latest.
pub(crate) fn earlier(todays: &Todays) -> impl Iterator<Item = (Day, Vec<Key<AuthorityId>>)> {
    let latest = latest(todays);
    let behind = todays
        .iter()
        .filter(move |(today, _)| Some(*today) < latest);
    behind.map(|(today, authorities)| (*today, authorities.iter().copied().map(Key).collect()))
}
