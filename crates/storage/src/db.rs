//! A database of either engine, and running one transaction on it.

use std::fs::File;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use diesel::connection::{AnsiTransactionManager, TransactionManager};
use diesel::prelude::*;
use diesel::r2d2::{ConnectionManager, Pool, R2D2Connection};
use policy::{Operation, Permit, Scope, Urgency};
use shared::audit::AuditOutcome;
use shared::id::AuditId;
use shared::sources::{Clock, IdSource};
use tokio::task::spawn_blocking;

use crate::admission::{Admission, DoorFigures};
use crate::error::{OpenError, StorageError};
use crate::open::{
    POSTGRES_CONNECTIONS, SQLITE_READERS, engine_of, lock_of, open_postgres, open_sqlite,
};
use crate::records::AuditRecord;
use crate::tx::{Conn, Touched, Tx};
use crate::{At, Key, Stored, migrate, postgres, sqlite};

/// How long a request may wait for a database that does not answer. With the wait at the door (1.5 s) less than 7 s, so
/// that a caller is told within 8 s.
const PATIENCE: Duration = Duration::from_secs(5);
/// The same for the system's own work, whose statements may take a minute.
const PATIENCE_OF_JOBS: Duration = Duration::from_secs(65);
/// How often a transaction that crossed another is tried again (trust.md §9).
const RETRIES: u32 = 3;

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
    /// The same database as role `ls_owner`, for migrations (PostgreSQL); without it nothing is migrated, because
    /// `ls_app` owns nothing.
    pub owner_url: Option<String>,
    /// Starts although the server may lose acknowledged writes: for tests only.
    pub allow_unsafe: bool,
    /// Migrates at once, where somebody is named who may; otherwise `/ready` says what waits.
    pub migrate: bool,
}

/// A database of either engine.
#[derive(Clone)]
pub struct Db {
    inner: Arc<Inner>,
}

struct Inner {
    pools: Pools,
    writers: Arc<Admission>,
    /// The same door as `writers` where both take from one pool.
    readers: Arc<Admission>,
    /// Why nothing may be written now.
    read_only: RwLock<Option<&'static str>>,
    /// Who may clear the tables' files (PostgreSQL).
    owner_url: Option<String>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn IdSource>,
}

pub(crate) enum Pools {
    Sqlite {
        path: String,
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
                Admission::new(1),
                Admission::new(usize_of(SQLITE_READERS)),
            ),
            (Engine::Postgres, url) => {
                let door = Admission::new(usize_of(POSTGRES_CONNECTIONS));
                (open_postgres(url, settings)?, Arc::clone(&door), door)
            }
        };
        let owner_url = match pools {
            Pools::Sqlite { .. } => None,
            Pools::Postgres(_) => settings.owner_url.clone().or(Some(settings.url.clone())),
        };
        Ok(Self {
            inner: Arc::new(Inner {
                pools,
                writers,
                readers,
                read_only: RwLock::new(None),
                owner_url,
                clock,
                ids,
            }),
        })
    }

    /// True when nothing was set up here yet: no authority, no person.
    pub fn is_unused(&self) -> Result<bool, StorageError> {
        let nothing = Scope::nothing(None);
        self.inner.transaction(&nothing, false, &|tx: &mut Tx<'_>| {
            Ok(tx.authorities()?.is_empty() && !tx.is_anybody_known()?)
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
        self.run(false, scope.urgency(), move |inner| {
            inner.transaction(&scope, false, &work)
        })
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
        self.run(true, scope.urgency(), move |inner| {
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
        self.run(true, scope.urgency(), move |inner| {
            inner.transaction(&scope, true, &work)
        })
        .await
    }

    async fn run<T, E>(
        &self,
        writes: bool,
        urgency: Urgency,
        job: impl FnOnce(&Inner) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StorageError> + Send + 'static,
    {
        let inner = Arc::clone(&self.inner);
        if writes && let Some(reason) = inner.why_read_only() {
            return Err(StorageError::Unavailable(reason.to_owned()).into());
        }
        let door = self.inner.door(writes);
        let seat = door.enter(urgency).await?;
        // Nobody can stop the thread: it keeps its seat until the database lets it go, whoever still waits.
        let task = spawn_blocking(move || {
            let done = job(&inner);
            drop(seat);
            done
        });
        let patience = match urgency {
            Urgency::Background => PATIENCE_OF_JOBS,
            _ => PATIENCE,
        };
        match tokio::time::timeout(patience, task).await {
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

    /// From now on writes are turned away, for this reason; with none they are welcome again. Reads go on.
    pub fn set_read_only(&self, reason: Option<&'static str>) {
        let inner = &self.inner;
        *inner
            .read_only
            .write()
            .unwrap_or_else(PoisonError::into_inner) = reason;
    }

    /// What happened at the doors before the connections: of writers, then of readers where those have their own.
    pub fn doors(&self) -> Vec<(&'static str, DoorFigures)> {
        let Inner {
            writers, readers, ..
        } = &*self.inner;
        if Arc::ptr_eq(writers, readers) {
            vec![("all", writers.figures())]
        } else {
            vec![("write", writers.figures()), ("read", readers.figures())]
        }
    }

    /// True when the database answers and no migration waits.
    pub async fn is_ready(&self) -> Result<(), StorageError> {
        self.run(false, Urgency::Usual, |inner| {
            let waiting = inner.with_connection(false, |conn| match conn {
                Conn::Sqlite(conn) => migrate::pending_sqlite(conn),
                Conn::Postgres(conn) => migrate::pending_postgres(conn),
            })?;
            if waiting.is_ok() {
                inner.door(false).note(false);
            }
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

    /// Empties the write-ahead log into the file (SQLite).
    pub async fn checkpoint(&self) -> Result<(), StorageError> {
        self.run(true, Urgency::Background, Inner::empty_log).await
    }

    /// Takes what was erased off the disk: words in the index of SQLite and its log, old versions of rows in
    /// PostgreSQL (trust.md §8.3). In steps, so that others may write in between.
    pub async fn forget_erased(&self) -> Result<Forgotten, StorageError> {
        if let Some(owner_url) = self.inner.owner_url.clone() {
            let clear = spawn_blocking(move || clear_erased(&owner_url));
            let cleared = clear.await;
            return cleared.map_err(|panic| StorageError::Unexpected(panic.to_string()))?;
        }
        let mut first = true;
        let step = |first| move |inner: &Inner| inner.merge_words(first);
        while self.run(true, Urgency::Background, step(first)).await? {
            first = false;
        }
        self.checkpoint().await?;
        Ok(Forgotten::Now)
    }
}

/// When erased words leave the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forgotten {
    /// They have left.
    Now,
    /// PostgreSQL's own housekeeping takes them away within minutes, as the migration asks it to: this server does not
    /// know the owner of the tables.
    Soon,
}

fn clear_erased(owner_url: &str) -> Result<Forgotten, StorageError> {
    use postgres::dialect::Cleared;

    let conn = postgres::Conn::establish(&postgres::with_limits(owner_url));
    let mut conn = conn.map_err(|error| StorageError::Unavailable(error.to_string()))?;
    match postgres::dialect::clear_erased(&mut conn)? {
        Cleared::All => Ok(Forgotten::Now),
        Cleared::NotOwner => Ok(Forgotten::Soon),
        Cleared::StillRead => Err(StorageError::Unavailable(
            "a transaction may still read what was erased".to_owned(),
        )),
    }
}

impl Inner {
    fn merge_words(&self, first: bool) -> Result<bool, StorageError> {
        self.with_connection(true, |conn| match conn {
            Conn::Sqlite(conn) => {
                sqlite::dialect::merge_words(conn, first).map_err(StorageError::from)
            }
            Conn::Postgres(_) => Ok(false),
        })?
    }

    fn empty_log(&self) -> Result<(), StorageError> {
        let emptied = self.with_connection(true, |conn| match conn {
            Conn::Sqlite(conn) => sqlite::dialect::empty_log(conn).map_err(StorageError::from),
            Conn::Postgres(_) => Ok(true),
        })??;
        if emptied {
            return Ok(());
        }
        Err(StorageError::Unavailable(
            "somebody still reads from the write-ahead log".to_owned(),
        ))
    }

    fn door(&self, writes: bool) -> &Arc<Admission> {
        if writes { &self.writers } else { &self.readers }
    }

    fn why_read_only(&self) -> Option<&'static str> {
        *self
            .read_only
            .read()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn with_connection<T>(
        &self,
        writes: bool,
        work: impl FnOnce(Conn<'_>) -> T,
    ) -> Result<T, StorageError> {
        let unavailable = |error: &dyn std::fmt::Display| {
            self.door(writes).note(true);
            StorageError::Unavailable(error.to_string())
        };
        match &self.pools {
            Pools::Sqlite { path, writer, .. } if writes => {
                let mut conn = writer.lock().unwrap_or_else(PoisonError::into_inner);
                if conn.is_broken() {
                    // A fault or a panic left it inside a transaction. Closing it rolls that back; going on with it
                    // would fail every write until the next start.
                    *conn = sqlite::open(path).map_err(|error| unavailable(&error))?;
                }
                Ok(work(Conn::Sqlite(&mut conn)))
            }
            Pools::Sqlite { readers, .. } => {
                let mut conn = readers.get().map_err(|error| unavailable(&error))?;
                Ok(work(Conn::Sqlite(&mut conn)))
            }
            Pools::Postgres(pool) => {
                let mut conn = pool.get().map_err(|error| unavailable(&error))?;
                Ok(work(Conn::Postgres(&mut conn)))
            }
        }
    }

    fn transaction<T, E: From<StorageError>>(
        &self,
        scope: &Scope,
        writes: bool,
        work: &dyn Fn(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut retried = 0;
        loop {
            let done = self.with_connection(writes, |conn| attempt(conn, scope, writes, work))?;
            if !matches!(done, Err(Stopped::Database(StorageError::Unavailable(_)))) {
                self.door(writes).note(false);
            }
            match done {
                Err(Stopped::Database(StorageError::Crossed)) if retried < RETRIES => {
                    retried += 1;
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
        Conn::Sqlite(conn) if writes => {
            conn.immediate_transaction(|conn| within(Conn::Sqlite(conn), work))
        }
        Conn::Sqlite(conn) => conn.transaction(|conn| within(Conn::Sqlite(conn), work)),
        Conn::Postgres(conn) => {
            // One round trip for the beginning and its scope; the rest is as Diesel's own `transaction` does it.
            let begin = postgres::dialect::begin_within(scope);
            AnsiTransactionManager::begin_transaction_sql(conn, &begin)?;
            match within(Conn::Postgres(conn), work) {
                Ok(value) => {
                    AnsiTransactionManager::commit_transaction(conn)?;
                    Ok(value)
                }
                Err(stopped) => match AnsiTransactionManager::rollback_transaction(conn) {
                    Ok(()) | Err(diesel::result::Error::BrokenTransactionManager) => Err(stopped),
                    Err(worse) => Err(worse.into()),
                },
            }
        }
    }
}

/// Whatever the work makes of a statement that crossed another transaction: the whole is tried again.
fn within<T, E>(
    conn: Conn<'_>,
    work: &dyn Fn(&mut Tx<'_>) -> Result<T, E>,
) -> Result<T, Stopped<E>> {
    let mut tx = Tx {
        conn,
        touched: None,
        crossed: false,
    };
    let done = work(&mut tx);
    if tx.crossed {
        return Err(Stopped::Database(StorageError::Crossed));
    }
    done.map_err(Stopped::Work)
}

fn usize_of(number: u32) -> usize {
    usize::try_from(number).unwrap_or(1)
}
