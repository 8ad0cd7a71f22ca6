//! Storage on both engines. PostgreSQL is the cluster that `LOKAAL_TEST_PG_…` names (`cargo xtask postgres start`).
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on fails where it stands"
)]

mod backup;
mod parity;
mod port;
mod row_security;
mod settings;
mod world;
