//! What can go wrong between us and a database. Callers see three kinds; the cause is for the log.

use diesel::result::{DatabaseErrorKind, Error as DieselError};

/// A storage error.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// The database is away, locked, full or too slow: try again (503).
    #[error("the database cannot be used right now: {0}")]
    Unavailable(String),
    /// Somebody else wrote the same row first: the caller reads the winner.
    #[error("a row like this exists already")]
    Duplicate,
    /// Two transactions crossed: the wrapper tries again.
    #[error("two transactions crossed")]
    Crossed,
    /// A mistake of ours (500).
    #[error("unexpected answer of the database: {0}")]
    Unexpected(String),
}

/// The database cannot be opened: told to the operator at start.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Neither `sqlite:` nor `postgres:`.
    #[error("database address {0:?}: expected sqlite:PATH or postgres://USER@HOST/DATABASE")]
    UnknownScheme(String),
    /// Another server has this file open.
    #[error("{0} is in use by another server: stop that one first")]
    InUse(String),
    /// A setting of the server loses acknowledged writes.
    #[error(
        "PostgreSQL has {0} = off, so a power cut loses acknowledged signals: turn it on (or pass --allow-unsafe-database in tests)"
    )]
    Unsafe(&'static str),
    /// Too old.
    #[error("PostgreSQL {0} is too old: 15 or newer is needed")]
    TooOld(i64),
    /// Nobody migrated it yet, and this role may not.
    #[error(
        "the database lacks tables of this version: set LOKAAL_DATABASE_OWNER_URL to the same database as ls_owner, or run `lokaal-signaal migrate` with it"
    )]
    NoTables,
    /// Anything else.
    #[error("the database cannot be opened: {0}")]
    Failed(String),
}

impl From<DieselError> for StorageError {
    fn from(error: DieselError) -> Self {
        match error {
            DieselError::DatabaseError(DatabaseErrorKind::UniqueViolation, _) => Self::Duplicate,
            DieselError::DatabaseError(DatabaseErrorKind::SerializationFailure, _) => Self::Crossed,
            DieselError::DatabaseError(
                DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand,
                cause,
            ) => Self::Unavailable(cause.message().to_owned()),
            // The commit was refused, and what was left could not be rolled back: the commit tells why.
            DieselError::RollbackErrorOnCommit { commit_error, .. } => Self::from(*commit_error),
            DieselError::DatabaseError(kind, cause) => by_message(kind, cause.message()),
            DieselError::BrokenTransactionManager => {
                Self::Unavailable("the connection broke".to_owned())
            }
            other => Self::Unexpected(other.to_string()),
        }
    }
}

/// Messages by which an engine says "not now" without an error kind of its own. Lower case, both engines.
const NOT_NOW: &[&str] = &[
    "database is locked",
    // A full disk or a fault of it: SQLite rolled back by itself, and our own attempt hides the reason.
    "no transaction is active",
    "database or disk is full",
    "disk i/o error",
    "unable to open database file",
    "attempt to write a readonly database",
    "server closed the connection",
    "terminating connection",
    "could not connect",
    "connection to server",
    "no connection to the server",
    "could not receive data from server",
    "could not send data to server",
    "ssl connection has been closed",
    "the database system is",
    "canceling statement due to",
    "lock timeout",
    "idle-in-transaction timeout",
    "too many clients",
    "no space left on device",
    "could not extend file",
    "remaining connection slots",
];

fn by_message(kind: DatabaseErrorKind, message: &str) -> StorageError {
    let lower = message.to_lowercase();
    if lower.contains("deadlock detected") {
        return StorageError::Crossed;
    }
    if NOT_NOW.iter().any(|part| lower.contains(part)) {
        return StorageError::Unavailable(message.to_owned());
    }
    StorageError::Unexpected(format!("{kind:?}: {message}"))
}
