//! Taking everything out of a database and putting it into another, of the same engine or the other one: `port`,
//! `backup` and `restore` (architecture.md §4). Rows travel in a neutral form that is the same for both engines, so that
//! equal content has equal hashes.

mod copy;
mod erasures;
mod manifest;
mod rows;
mod sql;
mod store;
mod wrapped;

pub use copy::{backup, port, restore};
pub use erasures::{Erasure, ErasureList, append_erasures, read_erasures};
pub use manifest::{Manifest, TableSum};
pub use store::{Store, StoreAddress};
pub use wrapped::Wrapped;

/// Why rows could not be taken out or put in, in words for an operator.
#[derive(Debug, thiserror::Error)]
pub enum PortError {
    /// The database cannot be opened.
    #[error(transparent)]
    Open(#[from] crate::OpenError),
    /// The database said no.
    #[error("the database failed: {0}")]
    Database(#[from] diesel::result::Error),
    /// The role of this connection sees too little.
    #[error(
        "{0} reads with row-level security and would see nothing; connect as ls_maintenance (LOKAAL_DATABASE_MAINTENANCE_URL)"
    )]
    SeesTooLittle(String),
    /// The role of this connection may too much.
    #[error("{0} is a superuser; connect as ls_maintenance (LOKAAL_DATABASE_MAINTENANCE_URL)")]
    MayTooMuch(String),
    /// Where rows should go, there are some.
    #[error("table {0} of the target holds rows already; take an empty database")]
    NotEmpty(&'static str),
    /// What arrived is not what left.
    #[error("table {table}: {expected} was expected, {found} was found; nothing was kept")]
    Differs {
        /// The table.
        table: String,
        /// What the source has.
        expected: TableSum,
        /// What the target has.
        found: TableSum,
    },
    /// Tables that only one side knows.
    #[error(
        "the backup has table {0}, which this version does not know; restore it with the version that made it, then migrate"
    )]
    UnknownTable(String),
    /// A backup that is cut off or was changed.
    #[error("the backup is damaged: {0}")]
    Damaged(String),
    /// A file.
    #[error("{0}")]
    Io(#[from] std::io::Error),
}
