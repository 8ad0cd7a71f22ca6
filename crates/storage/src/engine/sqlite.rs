//! The SQLite side: aliases for the query files, and how a connection is opened.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;

/// The connection that the query files are compiled for.
pub type Conn = diesel::sqlite::SqliteConnection;
/// Its backend.
pub type Backend = diesel::sqlite::Sqlite;

#[path = "../dialect/sqlite.rs"]
pub mod dialect;
#[path = "../queries/mod.rs"]
pub mod queries;

/// Settings of every connection (trust.md §9): FULL, because NORMAL loses acknowledged writes on power loss.
const PRAGMAS: &str = "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
    PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA secure_delete = ON; PRAGMA cache_size = -16000;";

/// Opens a file with the settings that keep what was acknowledged.
pub fn open(path: &str) -> ConnectionResult<Conn> {
    let mut conn = Conn::establish(path)?;
    conn.batch_execute(PRAGMAS)
        .map_err(ConnectionError::CouldntSetupConfiguration)?;
    Ok(conn)
}

/// Gives pooled connections the same settings.
#[derive(Debug)]
pub(crate) struct Customizer;

impl diesel::r2d2::CustomizeConnection<Conn, diesel::r2d2::Error> for Customizer {
    fn on_acquire(&self, conn: &mut Conn) -> Result<(), diesel::r2d2::Error> {
        conn.batch_execute(PRAGMAS)
            .map_err(diesel::r2d2::Error::QueryError)
    }
}
