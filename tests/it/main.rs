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
mod audit;
mod contract;
mod database_away;
mod feedback;
mod input;
mod issues;
mod logins;
mod recall;
mod receipts;
mod search;
mod signals;
mod whole_way;
