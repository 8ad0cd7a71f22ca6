//! Storage on both engines. PostgreSQL is the cluster that `LOKAAL_TEST_PG_…` names (`cargo xtask postgres start`).
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on fails where it stands"
)]

/// Private to the crate: compiled here too, which takes a second, instead of the whole crate as a test.
#[path = "../../src/admission.rs"]
#[expect(dead_code, unreachable_pub, reason = "only its own tests use it here")]
mod admission;
mod backup;
mod inbox_order;
mod parity;
mod port;
mod row_security;
mod settings;
/// As above.
#[path = "../../src/soundness.rs"]
mod soundness;
mod world;

use storage::{OpenError, StorageError};
