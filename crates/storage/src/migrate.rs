//! Migrations, embedded in the binary: the same names for both engines.

use diesel::migration::MigrationSource;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use crate::error::OpenError;
use crate::{postgres, sqlite};

pub(crate) const SQLITE: EmbeddedMigrations = embed_migrations!("../../migrations/sqlite");
pub(crate) const POSTGRES: EmbeddedMigrations = embed_migrations!("../../migrations/postgres");

/// Brings a database to this version; answers what was done.
pub(crate) fn sqlite(conn: &mut sqlite::Conn) -> Result<Vec<String>, OpenError> {
    run(conn, SQLITE)
}

/// Brings a database to this version; answers what was done. Runs as the owner of the tables, never as `ls_app`.
pub(crate) fn postgres(conn: &mut postgres::Conn) -> Result<Vec<String>, OpenError> {
    run(conn, POSTGRES)
}

/// Migrations that wait.
pub(crate) fn pending<DB, C>(conn: &mut C, source: EmbeddedMigrations) -> Result<usize, OpenError>
where
    DB: diesel::backend::Backend,
    C: MigrationHarness<DB>,
    EmbeddedMigrations: MigrationSource<DB>,
{
    conn.pending_migrations(source)
        .map(|waiting| waiting.len())
        .map_err(|error| OpenError::Failed(error.to_string()))
}

fn run<DB, C>(conn: &mut C, source: EmbeddedMigrations) -> Result<Vec<String>, OpenError>
where
    DB: diesel::backend::Backend,
    C: MigrationHarness<DB>,
    EmbeddedMigrations: MigrationSource<DB>,
{
    let done = conn
        .run_pending_migrations(source)
        .map_err(|error| OpenError::Failed(error.to_string()))?;
    Ok(done.iter().map(ToString::to_string).collect())
}
