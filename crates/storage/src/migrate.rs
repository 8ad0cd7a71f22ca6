//! Migrations, embedded in the binary: the same names for both engines.

use diesel::dsl::sql;
use diesel::migration::MigrationSource;
use diesel::prelude::*;
use diesel::result::Error as DieselError;
use diesel::sql_types::BigInt;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use crate::error::OpenError;
use crate::{postgres, sqlite};

const SQLITE: EmbeddedMigrations = embed_migrations!("../../migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("../../migrations/postgres");

/// Brings a database to this version; answers what was done.
pub(crate) fn sqlite(conn: &mut sqlite::Conn) -> Result<Vec<String>, OpenError> {
    run(conn, SQLITE)
}

/// Brings a database to this version; answers what was done. Runs as the owner of the tables, never as `ls_app`.
pub(crate) fn postgres(conn: &mut postgres::Conn) -> Result<Vec<String>, OpenError> {
    run(conn, POSTGRES)
}

/// How many migrations wait on SQLite.
pub(crate) fn pending_sqlite(conn: &mut sqlite::Conn) -> Result<usize, OpenError> {
    let ran = sql::<BigInt>(RAN).get_result::<i64>(conn);
    waiting::<sqlite::Backend>(&SQLITE, ran)
}

/// How many migrations wait on PostgreSQL.
pub(crate) fn pending_postgres(conn: &mut postgres::Conn) -> Result<usize, OpenError> {
    let ran = sql::<BigInt>(RAN).get_result::<i64>(conn);
    waiting::<postgres::Backend>(&POSTGRES, ran)
}

/// True when PostgreSQL has none of our tables yet.
pub(crate) fn is_empty_postgres(conn: &mut postgres::Conn) -> Result<bool, OpenError> {
    let known = MigrationSource::<postgres::Backend>::migrations(&POSTGRES)
        .map_err(|error| OpenError::Failed(error.to_string()))?;
    Ok(pending_postgres(conn)? == known.len())
}

/// Counts those that ran. Diesel's own check would make their list when it is missing, and `ls_app` may make nothing.
const RAN: &str = "SELECT count(*) FROM __diesel_schema_migrations";

fn waiting<DB: diesel::backend::Backend>(
    source: &EmbeddedMigrations,
    ran: QueryResult<i64>,
) -> Result<usize, OpenError>
where
    EmbeddedMigrations: MigrationSource<DB>,
{
    let known = MigrationSource::<DB>::migrations(source)
        .map_err(|error| OpenError::Failed(error.to_string()))?;
    let ran = match ran {
        // Diesel's list is not there: nothing ever ran.
        Err(DieselError::DatabaseError(_, cause)) if is_missing(cause.message()) => 0,
        ran => ran.map_err(|error| OpenError::Failed(error.to_string()))?,
    };
    Ok(known
        .len()
        .saturating_sub(usize::try_from(ran).unwrap_or_default()))
}

fn is_missing(message: &str) -> bool {
    message.contains("does not exist") || message.contains("no such table")
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
