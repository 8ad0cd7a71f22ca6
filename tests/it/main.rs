//! The product as a specification: every story runs through the API, on SQLite and on PostgreSQL.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::match_same_arms,
    clippy::panic,
    reason = "a story that cannot go on fails where it stands"
)]

mod access;
mod actions;
mod analysis;
mod audit;
mod authenticator;
mod backup;
mod browser;
mod clusters;
mod contract;
mod database_away;
mod disclosure;
mod entry_links;
mod exports;
mod feedback;
mod forgetting;
mod inbox;
mod indicators;
mod input;
mod invitations;
mod issues;
mod jobs;
mod keys;
mod learning;
mod limits;
mod logins;
mod logs;
mod lost_devices;
mod mail_pace;
mod meta;
mod my_signals;
mod organisations;
mod passkeys;
mod priorities;
mod professions;
mod provider_invitations;
mod public_page;
mod publication;
mod push;
mod recall;
mod receipts;
mod releases;
mod repeats;
mod search;
mod sign_in_links;
mod sign_in_resets;
mod signals;
mod start;
mod stopping;
mod strict;
mod summaries;
mod trends;
mod whole_way;
