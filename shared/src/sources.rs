//! Where time and ids come from. Both are parameters, so that tests decide them.

use uuid::Uuid;

use crate::time::Moment;

/// Tells the time. The server has one real implementation; tests move theirs by hand.
pub trait Clock: Send + Sync {
    /// Now, in UTC, cut to microseconds (PostgreSQL keeps no more).
    fn now(&self) -> Moment;
}

/// Makes ids.
pub trait IdSource: Send + Sync {
    /// A time-ordered key (`UUIDv7`) for a row.
    fn key(&self) -> Uuid;

    /// A random id (`UUIDv4`) for everything that leaves the server.
    fn public(&self) -> Uuid;
}
