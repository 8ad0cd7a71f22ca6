//! Storage on both engines. PostgreSQL is the cluster that `LOKAAL_TEST_PG_…` names (`cargo xtask postgres start`).

mod backup;
mod parity;
mod port;
mod world;
