//! Opening a database, and running one transaction on it.

use std::fs::{File, OpenOptions, TryLockError};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use diesel::prelude::*;
use diesel::r2d2::{ConnectionManager, Pool};
use diesel::sql_types::{BigInt, Text};
use policy::{Operation, Permit, Scope};
use shared::audit::AuditOutcome;
use shared::id::AuditId;
use shared::sources::{Clock, IdSource};
use tokio::task::spawn_blocking;

use crate::admission::Admission;
use crate::error::{OpenError, StorageError};
use crate::records::AuditRecord;
use crate::tx::{Conn, Touched, Tx};
use crate::{At, Key, Stored, migrate, postgres, sqlite};

/// How long any request may hold a thread on a database that does not answer. With the wait at the door (1.5 s) less than
/// 7 s, so that a caller is told within 8 s.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often a transaction that crossed another is tried again.
const TRIES: u32 = 3;
/// Readers beside SQLite's one writer.
const SQLITE_READERS: u32 = 8;
/// Connections to PostgreSQL.
const POSTGRES_CONNECTIONS: u32 = 16;

/// Which engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// Embedded, one file.
    Sqlite,
    /// A server, any number of instances.
    Postgres,
}

/// How to open a database.
#[derive(Debug, Clone)]
pub struct Settings {
    /// `sqlite:PATH` or `postgres://…`, as role `ls_app`.
    pub url: String,
    /// The same database as role `ls_owner`, for migrations; absent when `url` may migrate.
    pub owner_url: Option<String>,
    /// Starts although the server may lose acknowledged writes: for tests only.
    pub allow_unsafe: bool,
    /// Migrates at once; otherwise `/ready` says what waits.
    pub migrate: bool,
}

/// A database of either engine.
#[derive(Clone)]
pub struct Db {
    inner: Arc<Inner>,
}

struct Inner {
    pools: Pools,
    writers: Admission,
    readers: Admission,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn IdSource>,
}

enum Pools {
    Sqlite {
        writer: Mutex<sqlite::Conn>,
        readers: Pool<ConnectionManager<sqlite::Conn>>,
        _lock: Option<File>,
    },
    Postgres(Pool<ConnectionManager<postgres::Conn>>),
}

/// What the audit log will say about a permit's use.
struct AuditLine {
    permit_operation: &'static str,
    actor: policy::PermitActor,
    authority: shared::id::AuthorityId,
}

impl Db {
    /// Opens a database, takes the file lock (SQLite) or checks the server's settings (PostgreSQL), and migrates.
    pub fn open(
        settings: &Settings,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn IdSource>,
    ) -> Result<Self, OpenError> {
        Self::open_with(settings, clock, ids, lock_of)
    }

    /// Opens a database beside the server that may be running on it, for an operator's commands.
    pub fn beside(
        settings: &Settings,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn IdSource>,
    ) -> Result<Self, OpenError> {
        Self::open_with(settings, clock, ids, |_| Ok(None))
    }

    fn open_with(
        settings: &Settings,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn IdSource>,
        lock: impl Fn(&str) -> Result<Option<File>, OpenError>,
    ) -> Result<Self, OpenError> {
        let (pools, writers, readers) = match engine_of(&settings.url)? {
            (Engine::Sqlite, path) => (
                open_sqlite(path, settings, lock)?,
                1,
                usize_of(SQLITE_READERS),
            ),
            (Engine::Postgres, url) => {
                let seats = usize_of(POSTGRES_CONNECTIONS);
                (open_postgres(url, settings)?, seats, seats)
            }
        };
        let (writers, readers) = (Admission::new(writers), Admission::new(readers));
        Ok(Self {
            inner: Arc::new(Inner {
                pools,
                writers,
                readers,
                clock,
                ids,
            }),
        })
    }

    /// Which engine it is.
    pub fn engine(&self) -> Engine {
        match self.inner.pools {
            Pools::Sqlite { .. } => Engine::Sqlite,
            Pools::Postgres(_) => Engine::Postgres,
        }
    }

    /// Reads within a scope, in one transaction.
    pub async fn read<T, E>(
        &self,
        scope: &Scope,
        work: impl Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StorageError> + Send + 'static,
    {
        let scope = scope.clone();
        self.run(false, move |inner| inner.transaction(&scope, false, &work))
            .await
    }

    /// Uses a permit: everything in `work` and the audit entry happen together or not at all. Tried again when two
    /// transactions cross, so `work` must have no effect outside the database.
    pub async fn write<A: Operation, T, E>(
        &self,
        permit: &Permit<A>,
        work: impl Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StorageError> + Send + 'static,
    {
        let scope = permit.scope().clone();
        let line = scope.writes().map(|authority| AuditLine {
            permit_operation: permit.operation(),
            actor: permit.actor().clone(),
            authority,
        });
        self.run(true, move |inner| {
            inner.transaction(&scope, true, &|tx: &mut Tx<'_>| {
                let value = work(tx)?;
                if let Some(line) = &line {
                    inner.audit(tx, &scope, line)?;
                }
                Ok(value)
            })
        })
        .await
    }

    /// Writes what is nobody's doing: leases of jobs, seals, expiry. No audit entry tells of it, so it is not for
    /// anything that a person would want to know of.
    pub async fn keep_house<T, E>(
        &self,
        scope: &Scope,
        work: impl Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StorageError> + Send + 'static,
    {
        let scope = scope.clone();
        self.run(true, move |inner| inner.transaction(&scope, true, &work))
            .await
    }

    async fn run<T, E>(
        &self,
        writes: bool,
        job: impl FnOnce(&Inner) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StorageError> + Send + 'static,
    {
        let inner = Arc::clone(&self.inner);
        let door = if writes {
            &self.inner.writers
        } else {
            &self.inner.readers
        };
        let _seat = door.enter().await?;
        let task = spawn_blocking(move || job(&inner));
        match tokio::time::timeout(PATIENCE, task).await {
            Ok(Ok(done)) => done,
            Ok(Err(panic)) => Err(StorageError::Unexpected(panic.to_string()).into()),
            Err(_) => {
                door.note(true);
                Err(
                    StorageError::Unavailable("the database did not answer in time".to_owned())
                        .into(),
                )
            }
        }
    }

    /// True when the database answers and no migration waits.
    pub async fn is_ready(&self) -> Result<(), StorageError> {
        self.run(false, |inner| {
            let waiting = inner.with_connection(false, |conn| match conn {
                Conn::Sqlite(conn) => migrate::pending_sqlite(conn),
                Conn::Postgres(conn) => migrate::pending_postgres(conn),
            })?;
            match waiting {
                Ok(0) => Ok(()),
                Ok(waiting) => Err(StorageError::Unavailable(format!(
                    "{waiting} migrations wait"
                ))),
                Err(error) => Err(StorageError::Unavailable(error.to_string())),
            }
        })
        .await
    }

    /// Lets the file forget what was erased and empties the write-ahead log into it (SQLite).
    pub async fn checkpoint(&self) -> Result<(), StorageError> {
        self.run(true, |inner| {
            inner.with_connection(true, |conn| match conn {
                Conn::Sqlite(conn) => {
                    sqlite::dialect::forget_erased(conn).map_err(StorageError::from)
                }
                Conn::Postgres(_) => Ok(()),
            })?
        })
        .await
    }
}

impl Inner {
    fn with_connection<T>(
        &self,
        writes: bool,
        work: impl FnOnce(Conn<'_>) -> T,
    ) -> Result<T, StorageError> {
        let door = if writes { &self.writers } else { &self.readers };
        let unavailable = |error: diesel::r2d2::PoolError| {
            door.note(true);
            StorageError::Unavailable(error.to_string())
        };
        let done = match &self.pools {
            Pools::Sqlite { writer, .. } if writes => {
                // A panic while writing left its transaction to be rolled back; the connection itself is sound.
                let mut conn = writer.lock().unwrap_or_else(PoisonError::into_inner);
                work(Conn::Sqlite(&mut conn))
            }
            Pools::Sqlite { readers, .. } => {
                work(Conn::Sqlite(&mut *readers.get().map_err(unavailable)?))
            }
            Pools::Postgres(pool) => work(Conn::Postgres(&mut *pool.get().map_err(unavailable)?)),
        };
        door.note(false);
        Ok(done)
    }

    fn transaction<T, E: From<StorageError>>(
        &self,
        scope: &Scope,
        writes: bool,
        work: &dyn Fn(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut crossed = 0;
        loop {
            match self.with_connection(writes, |conn| attempt(conn, scope, writes, work))? {
                Err(Stopped::Database(StorageError::Crossed)) if crossed + 1 < TRIES => {
                    crossed += 1;
                }
                Err(Stopped::Database(StorageError::Crossed)) => {
                    return Err(
                        StorageError::Unavailable("transactions kept crossing".to_owned()).into(),
                    );
                }
                Err(Stopped::Database(error)) => return Err(error.into()),
                Err(Stopped::Work(error)) => return Err(error),
                Ok(value) => return Ok(value),
            }
        }
    }

    fn audit(&self, tx: &mut Tx<'_>, scope: &Scope, line: &AuditLine) -> Result<(), StorageError> {
        use policy::PermitActor;
        let Touched { kind, id, reason } = tx.touched.take().unwrap_or(Touched {
            kind: "",
            id: String::new(),
            reason: None,
        });
        let (actor_ref, role, at) = match &line.actor {
            PermitActor::Staff { seats, .. } => {
                let seat = seats
                    .iter()
                    .find(|(authority, _, _)| *authority == line.authority);
                let (member, role) = seat
                    .map(|(_, member, role)| (Key(*member), Stored(*role)))
                    .unzip();
                (member, role, self.clock.now())
            }
            // The log keeps the day of what a provider did, and nothing about who (decisions.md 10).
            PermitActor::Provider => (None, None, midnight(self.clock.now())),
            PermitActor::Anyone | PermitActor::System => (None, None, self.clock.now()),
        };
        let record = AuditRecord {
            authority_id: Key(line.authority),
            id: Key(audit_id(self.ids.as_ref(), &line.actor)),
            at: At(at),
            actor_ref,
            role,
            operation: line.permit_operation.to_owned(),
            object_type: Some(kind.to_owned()).filter(|kind| !kind.is_empty()),
            object_id: Some(id).filter(|id| !id.is_empty()),
            outcome: Stored(AuditOutcome::Done),
            reason_code: reason.map(ToOwned::to_owned),
        };
        tx.insert_audit(scope, &record)
    }
}

/// A time-ordered id would tell the moment of a provider's operation, so those get a random one.
fn audit_id(ids: &dyn IdSource, actor: &policy::PermitActor) -> AuditId {
    match actor {
        policy::PermitActor::Provider => ids.public().into(),
        _ => ids.key().into(),
    }
}

fn midnight(moment: shared::time::Moment) -> shared::time::Moment {
    shared::time::Day::new(moment.utc().date_naive()).midnight()
}

/// Why a transaction was rolled back.
enum Stopped<E> {
    Work(E),
    Database(StorageError),
}

impl<E> From<diesel::result::Error> for Stopped<E> {
    fn from(error: diesel::result::Error) -> Self {
        Self::Database(error.into())
    }
}

fn attempt<T, E: From<StorageError>>(
    conn: Conn<'_>,
    scope: &Scope,
    writes: bool,
    work: &dyn Fn(&mut Tx<'_>) -> Result<T, E>,
) -> Result<T, Stopped<E>> {
    match conn {
        Conn::Sqlite(conn) if writes => conn.immediate_transaction(|conn| {
            work(&mut Tx {
                conn: Conn::Sqlite(conn),
                touched: None,
            })
            .map_err(Stopped::Work)
        }),
        Conn::Sqlite(conn) => conn.transaction(|conn| {
            work(&mut Tx {
                conn: Conn::Sqlite(conn),
                touched: None,
            })
            .map_err(Stopped::Work)
        }),
        Conn::Postgres(conn) => conn.transaction(|conn| {
            postgres::dialect::enter_scope(conn, scope)?;
            work(&mut Tx {
                conn: Conn::Postgres(conn),
                touched: None,
            })
            .map_err(Stopped::Work)
        }),
    }
}

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
fn lock_of(path: &str) -> Result<Option<File>, OpenError> {
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

fn open_sqlite(
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
        .connection_timeout(Duration::from_millis(1_500))
        .connection_customizer(Box::new(sqlite::Customizer))
        .build(ConnectionManager::new(path))
        .map_err(|error| failed(&error))?;
    Ok(Pools::Sqlite {
        writer: Mutex::new(writer),
        readers,
        _lock: lock,
    })
}

fn open_postgres(url: &str, settings: &Settings) -> Result<Pools, OpenError> {
    let failed = |error: &dyn std::fmt::Display| OpenError::Failed(error.to_string());
    if settings.migrate {
        let owner = postgres::with_limits(settings.owner_url.as_deref().unwrap_or(url));
        let mut conn = postgres::Conn::establish(&owner).map_err(|error| failed(&error))?;
        migrate::postgres(&mut conn)?;
    }
    let mut conn =
        postgres::Conn::establish(&postgres::with_limits(url)).map_err(|error| failed(&error))?;
    check_server(&mut conn, settings.allow_unsafe)?;
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
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = BigInt)]
        version: i64,
        #[diesel(sql_type = Text)]
        fsync: String,
        #[diesel(sql_type = Text)]
        full_page_writes: String,
        #[diesel(sql_type = Text)]
        synchronous_commit: String,
    }
    let row: Row = diesel::sql_query(
        "SELECT current_setting('server_version_num')::bigint / 10000 AS version, \
         current_setting('fsync') AS fsync, current_setting('full_page_writes') AS full_page_writes, \
         current_setting('synchronous_commit') AS synchronous_commit",
    )
    .get_result(conn)
    .map_err(|error| OpenError::Failed(error.to_string()))?;
    if row.version < 15 {
        return Err(OpenError::TooOld(row.version));
    }
    let settings = [
        ("fsync", row.fsync),
        ("full_page_writes", row.full_page_writes),
        ("synchronous_commit", row.synchronous_commit),
    ];
    match settings.into_iter().find(|(_, value)| value == "off") {
        Some((name, _)) if !allow_unsafe => Err(OpenError::Unsafe(name)),
        _ => Ok(()),
    }
}

fn usize_of(number: u32) -> usize {
    usize::try_from(number).unwrap_or(1)
}
