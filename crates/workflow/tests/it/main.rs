//! Use cases against a real SQLite file; where it matters, on PostgreSQL too.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "helpers of tests"
)]

mod audit_log;
mod cluster;
mod doors;
mod imports;
mod installation;
mod issues;
mod lineage;
mod people;
