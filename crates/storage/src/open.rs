//! Opening a database of either engine: address, file lock, settings, migrations, pools.

use std::fs::{File, OpenOptions, TryLockError};
use std::sync::Mutex;
use std::time::Duration;

use diesel::prelude::*;
use diesel::r2d2::{ConnectionManager, Pool};

use crate::db::{Engine, Pools, Settings};
use crate::error::OpenError;
use crate::soundness::{Soundness, judge};
use crate::{migrate, postgres, sqlite};

/// Readers beside SQLite's one writer.
pub(crate) const SQLITE_READERS: u32 = 8;
/// Connections to PostgreSQL.
pub(crate) const POSTGRES_CONNECTIONS: u32 = 16;

/// The engine of an address, and what follows its scheme. An unknown scheme is an error, never SQLite.
pub(crate) fn engine_of(url: &str) -> Result<(Engine, &str), OpenError> {
    if let Some(path) = url.strip_prefix("sqlite:") {
        return Ok((Engine::Sqlite, path.strip_prefix("//").unwrap_or(path)));
    }
    if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        return Ok((Engine::Postgres, url));
    }
    let scheme = url.split(':').next().unwrap_or_default();
    Err(OpenError::UnknownScheme(format!("{scheme}:…")))
}

/// Keeps a second server off the file.
pub(crate) fn lock_of(path: &str) -> Result<Option<File>, OpenError> {
    let failed = |error: &dyn std::fmt::Display| OpenError::Failed(format!("{path}: {error}"));
    let lock = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(format!("{path}.lock"));
    let lock = lock.map_err(|error| failed(&error))?;
    match lock.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Err(OpenError::InUse(path.to_owned())),
        Err(TryLockError::Error(error)) => return Err(failed(&error)),
    }
    Ok(Some(lock))
}

pub(crate) fn open_sqlite(
    path: &str,
    settings: &Settings,
    lock: impl Fn(&str) -> Result<Option<File>, OpenError>,
) -> Result<Pools, OpenError> {
    let failed = |error: &dyn std::fmt::Display| OpenError::Failed(format!("{path}: {error}"));
    if let Some(folder) = std::path::Path::new(path)
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        std::fs::create_dir_all(folder).map_err(|error| failed(&error))?;
    }
    let lock = lock(path)?;
    let mut writer = sqlite::open(path).map_err(|error| failed(&error))?;
    // Asking for the log is not getting it: folders on a network often have none.
    let journal =
        sqlite::dialect::setting(&mut writer, "journal_mode").map_err(|error| failed(&error))?;
    if journal.as_deref() != Some("wal") {
        return Err(failed(
            &"this folder cannot hold a write-ahead log; put the file on a disk of this machine",
        ));
    }
    if settings.migrate {
        let done = migrate::sqlite(&mut writer)?;
        if !done.is_empty() {
            tracing::info!(
                migrations = done.len(),
                "the database was brought to this version"
            );
        }
    }
    let readers = Pool::builder()
        .max_size(SQLITE_READERS)
        .min_idle(Some(1))
        // A file does not go away like a server does; what a panic broke is thrown away when it comes back.
        .test_on_check_out(false)
        .connection_timeout(Duration::from_millis(1_500))
        .connection_customizer(Box::new(sqlite::Customizer))
        .build(ConnectionManager::new(path))
        .map_err(|error| failed(&error))?;
    Ok(Pools::Sqlite {
        path: path.to_owned(),
        writer: Mutex::new(writer),
        readers,
        _lock: lock,
    })
}

pub(crate) fn open_postgres(url: &str, settings: &Settings) -> Result<Pools, OpenError> {
    let failed = |error: &dyn std::fmt::Display| OpenError::Failed(error.to_string());
    let open = |url: &str| {
        postgres::Conn::establish(&postgres::with_limits(url)).map_err(|error| failed(&error))
    };
    if let Some(owner) = settings.owner_url.as_deref().filter(|_| settings.migrate) {
        migrate::postgres(&mut open(owner)?)?;
    }
    let mut conn = open(url)?;
    check_server(&mut conn, settings.allow_unsafe)?;
    if migrate::is_empty_postgres(&mut conn)? {
        return Err(OpenError::NoTables);
    }
    let waiting = migrate::pending_postgres(&mut conn)?;
    if waiting > 0 {
        tracing::warn!(
            migrations = waiting,
            "the database is older than this program: run `lokaal-signaal migrate` as ls_owner"
        );
    }
    drop(conn);
    let pool = Pool::builder()
        .max_size(POSTGRES_CONNECTIONS)
        .min_idle(Some(2))
        .test_on_check_out(false)
        .connection_timeout(Duration::from_secs(3))
        .connection_customizer(Box::new(postgres::Customizer))
        .build(ConnectionManager::new(postgres::with_limits(url)))
        .map_err(|error| failed(&error))?;
    Ok(Pools::Postgres(pool))
}

fn check_server(conn: &mut postgres::Conn, allow_unsafe: bool) -> Result<(), OpenError> {
    let server: Soundness = diesel::sql_query(
        "SELECT current_setting('server_version_num')::bigint / 10000 AS version, \
         current_setting('fsync') AS fsync, current_setting('full_page_writes') AS full_page_writes, \
         current_setting('synchronous_commit') AS synchronous_commit",
    )
    .get_result(conn)
    .map_err(|error| OpenError::Failed(error.to_string()))?;
    judge(server, allow_unsafe)
}
