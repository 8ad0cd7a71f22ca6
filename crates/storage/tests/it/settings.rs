//! The settings of trust.md §9 and §10: what keeps acknowledged writes, bounds waiting, and tries again.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Barrier};
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use policy::{RunJob, Scope, for_system};
use shared::codes::JobState;
use shared::id::{AuthorityId, JobId};
use shared::sources::{Clock, IdSource};
use shared::time::Moment;
use storage::records::JobRecord;
use storage::{At, Db, Json, Key, OpenError, Settings, StorageError, Tx, postgres, sqlite};
use uuid::Uuid;

use crate::world::{World, address};

/// Always the same moment.
struct Noon;

impl Clock for Noon {
    fn now(&self) -> Moment {
        "2026-11-28T12:00:00Z".parse().unwrap()
    }
}

/// Ids that nobody compares.
struct Ids;

impl IdSource for Ids {
    fn key(&self) -> Uuid {
        Uuid::from_u128(1)
    }

    fn public(&self) -> Uuid {
        Uuid::from_u128(2)
    }
}

fn open(settings: &Settings) -> Result<Db, OpenError> {
    Db::open(settings, Arc::new(Noon), Arc::new(Ids))
}

fn on_sqlite(world: &World) -> Settings {
    Settings {
        url: world.sqlite("settings").url,
        owner_url: None,
        allow_unsafe: false,
        migrate: true,
    }
}

/// As role `ls_app`; the cluster of the tests does not wait for the disk.
fn on_postgres(world: &mut World) -> Settings {
    let owner_url = world.postgres().owner_url;
    Settings {
        url: address("APP", world.newest()),
        owner_url,
        allow_unsafe: true,
        migrate: true,
    }
}

fn superuser(name: &str) -> postgres::Conn {
    let admin = address("ADMIN", "");
    let (server, _) = admin.rsplit_once('/').unwrap();
    postgres::Conn::establish(&format!("{server}/{name}")).unwrap()
}

/// What happened at the first door.
fn door(db: &Db) -> storage::DoorFigures {
    db.doors().first().unwrap().1
}

// Opening.

#[test]
fn an_unknown_scheme_is_an_error_and_never_sqlite() {
    for url in ["mysql://root@localhost/ls", "/var/ls.sqlite", "file:ls", ""] {
        let settings = Settings {
            url: url.to_owned(),
            owner_url: None,
            allow_unsafe: false,
            migrate: true,
        };
        let error = open(&settings).err().expect("no database");
        assert!(
            matches!(error, OpenError::UnknownScheme(_)),
            "{url}: {error}"
        );
    }
}

#[test]
fn a_file_has_one_server() {
    let world = World::new();
    let settings = on_sqlite(&world);
    let first = open(&settings).unwrap();
    assert!(matches!(open(&settings).err(), Some(OpenError::InUse(_))));
    let command = Db::beside(&settings, Arc::new(Noon), Arc::new(Ids));
    assert!(command.is_ok(), "an operator's command may look on");
    drop(first);
    assert!(open(&settings).is_ok());
}

#[test]
fn postgres_is_opened_as_the_role_that_owns_nothing() {
    let mut world = World::new();
    let with_owner = on_postgres(&mut world);
    let alone = Settings {
        owner_url: None,
        ..with_owner.clone()
    };
    let error = open(&alone).err().expect("no tables");
    assert!(matches!(error, OpenError::NoTables), "{error}");
    drop(open(&with_owner).unwrap());
    let db = open(&alone).unwrap();
    assert!(db.is_unused().unwrap());
}

#[tokio::test]
async fn migrations_that_wait_are_counted_and_nothing_is_made() {
    let mut world = World::new();
    let with_owner = on_postgres(&mut world);
    drop(open(&with_owner).unwrap());
    let alone = Settings {
        owner_url: None,
        ..with_owner.clone()
    };
    let db = open(&alone).unwrap();
    db.is_ready().await.unwrap();
    let mut admin = superuser(world.newest());
    // As if this program knew one more.
    admin
        .batch_execute("DELETE FROM __diesel_schema_migrations WHERE version = (SELECT max(version) FROM __diesel_schema_migrations)")
        .unwrap();
    let error = db.is_ready().await.unwrap_err();
    assert!(error.to_string().contains("1 migrations wait"), "{error}");
}

// PostgreSQL that loses acknowledged writes.

#[test]
fn postgres_that_may_lose_acknowledged_writes_is_refused() {
    let mut world = World::new();
    let careless = on_postgres(&mut world);
    drop(open(&careless).unwrap());
    let careful = Settings {
        allow_unsafe: false,
        ..careless
    };
    let name = world.newest().to_owned();
    superuser(&name)
        .batch_execute(&format!(
            "ALTER DATABASE {name} SET synchronous_commit = off"
        ))
        .unwrap();
    // A cluster for tests has fsync off besides.
    let error = open(&careful).err().expect("a refusal");
    assert!(matches!(error, OpenError::Unsafe(_)), "{error}");
    assert!(error.to_string().contains("power cut"), "{error}");
}

// Jobs stand for any rows: they are global, so one needs nothing else.

fn job(number: u128) -> JobRecord {
    let id = JobId::new(Uuid::from_u128(number));
    JobRecord::queued(id, None, "mail", serde_json::json!({}), At(Noon.now()))
}

async fn with_jobs(db: &Db) {
    let insert = |tx: &mut Tx<'_>| -> Result<(), StorageError> {
        tx.insert_job(&job(1))?;
        tx.insert_job(&job(2))
    };
    db.keep_house(&Scope::nothing(None), insert).await.unwrap();
    let claim = |tx: &mut Tx<'_>| -> Result<usize, StorageError> {
        let now = At(Noon.now());
        Ok(tx.claim_jobs(Key(owner()), now, now, 2)?.len())
    };
    let claimed = db.keep_house(&Scope::nothing(None), claim).await;
    assert_eq!(claimed.unwrap(), 2);
}

fn owner() -> Uuid {
    Uuid::from_u128(77)
}

/// Touches two rows, one after the other, with something in between at the first attempt; answers how many it took.
async fn touch(
    db: &Db,
    first: u128,
    second: u128,
    between: impl Fn() + Send + 'static,
) -> Result<u32, StorageError> {
    let attempts = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&attempts);
    let work = move |tx: &mut Tx<'_>| -> Result<(), StorageError> {
        let until = At(Noon.now());
        tx.extend_lease(Key(owner()), JobId::new(Uuid::from_u128(first)), until)?;
        if counted.fetch_add(1, Ordering::SeqCst) == 0 {
            between();
        }
        tx.extend_lease(Key(owner()), JobId::new(Uuid::from_u128(second)), until)?;
        Ok(())
    };
    db.keep_house(&Scope::nothing(None), work).await?;
    Ok(attempts.load(Ordering::SeqCst))
}

/// Two that wait for each other.
fn meeting() -> (impl Fn() + Send + 'static, impl Fn() + Send + 'static) {
    let one = Arc::new(Barrier::new(2));
    let other = Arc::clone(&one);
    let meet = |barrier: Arc<Barrier>| {
        move || {
            barrier.wait();
        }
    };
    (meet(one), meet(other))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deadlock_is_tried_again() {
    let mut world = World::new();
    let db = open(&on_postgres(&mut world)).unwrap();
    with_jobs(&db).await;
    let (here, there) = meeting();
    let (one, other) = tokio::join!(touch(&db, 1, 2, here), touch(&db, 2, 1, there));
    // On a busy machine the victim may be back before the other went on, and meet it again.
    let attempts = one.unwrap() + other.unwrap();
    assert!(
        attempts >= 3,
        "40P01: the victim went once more, not {attempts} in all"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_serialization_failure_is_tried_again() {
    let mut world = World::new();
    let settings = on_postgres(&mut world);
    drop(open(&settings).unwrap());
    let name = world.newest().to_owned();
    superuser(&name)
        .batch_execute(&format!(
            "ALTER DATABASE {name} SET default_transaction_isolation = 'repeatable read'"
        ))
        .unwrap();
    let db = open(&settings).unwrap();
    with_jobs(&db).await;
    let (began, has_begun) = meeting();
    let (goes_on, go_on) = meeting();
    let slow = touch(&db, 1, 2, move || {
        began();
        goes_on();
    });
    let quick = async {
        tokio::task::spawn_blocking(has_begun).await.unwrap();
        let quick = touch(&db, 2, 2, || {}).await;
        tokio::task::spawn_blocking(go_on).await.unwrap();
        quick
    };
    let (slow, quick) = tokio::join!(slow, quick);
    assert_eq!(
        (slow.unwrap(), quick.unwrap()),
        (2, 1),
        "40001: the late one went once more"
    );
}

#[tokio::test]
async fn a_transaction_that_keeps_crossing_is_told_to_come_back() {
    let world = World::new();
    let db = open(&on_sqlite(&world)).unwrap();
    let attempts = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&attempts);
    let work = move |tx: &mut Tx<'_>| -> Result<(), StorageError> {
        counted.fetch_add(1, Ordering::SeqCst);
        tx.insert_job(&job(1))?;
        Err(tx.cross())
    };
    let error = db
        .keep_house(&Scope::nothing(None), work)
        .await
        .unwrap_err();
    assert!(matches!(error, StorageError::Unavailable(_)), "{error}");
    assert_eq!(attempts.load(Ordering::SeqCst), 4);
    let none = |tx: &mut Tx<'_>| tx.jobs_in(JobState::Queued, 10);
    let left = db.read(&Scope::nothing(None), none).await.unwrap();
    assert!(left.is_empty(), "every attempt was rolled back");
}

// Time limits.

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_row_that_somebody_holds_is_waited_for_three_seconds() {
    let mut world = World::new();
    let db = open(&on_postgres(&mut world)).unwrap();
    with_jobs(&db).await;
    let mut holder = superuser(world.newest());
    holder
        .batch_execute("BEGIN; UPDATE jobs SET attempts = attempts")
        .unwrap();
    let began = Instant::now();
    let error = touch(&db, 1, 2, || {}).await.unwrap_err();
    assert!(matches!(error, StorageError::Unavailable(_)), "{error}");
    let waited = began.elapsed();
    assert!(
        waited > Duration::from_secs(2) && waited < Duration::from_secs(8),
        "{waited:?}"
    );
    holder.batch_execute("ROLLBACK").unwrap();
    assert_eq!(touch(&db, 1, 2, || {}).await.unwrap(), 1);
}

#[tokio::test]
async fn jobs_may_take_a_minute_and_requests_five_seconds() {
    let mut world = World::new();
    let settings = on_postgres(&mut world);
    let db = open(&settings).unwrap();
    let statement_timeout = |tx: &mut Tx<'_>| tx.setting("statement_timeout");
    let of_request = db.read(&Scope::nothing(None), statement_timeout).await;
    assert_eq!(of_request.unwrap().as_deref(), Some("5s"));
    let permit = for_system::<RunJob>(AuthorityId::new(Uuid::from_u128(5)));
    let of_job = db.read(permit.scope(), statement_timeout).await;
    assert_eq!(of_job.unwrap().as_deref(), Some("1min"));
    // And it was for that transaction only.
    for (name, expected) in [
        ("statement_timeout", "5s"),
        ("lock_timeout", "3s"),
        ("idle_in_transaction_session_timeout", "10s"),
        ("TimeZone", "UTC"),
    ] {
        let read = db
            .read(&Scope::nothing(None), move |tx| tx.setting(name))
            .await;
        assert_eq!(read.unwrap().as_deref(), Some(expected), "{name}");
    }
}

#[test]
fn a_connection_that_is_lost_is_noticed_in_seconds() {
    for url in ["postgres://a@b/c", "postgres://a@b/c?sslmode=require"] {
        let limited = postgres::with_limits(url);
        for limit in [
            "connect_timeout=3",
            "keepalives_idle=5",
            "tcp_user_timeout=5000",
        ] {
            assert!(limited.contains(limit), "{limited}");
        }
        assert_eq!(limited.matches('?').count(), 1, "{limited}");
    }
}

// SQLite.

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_connection_to_a_file_keeps_what_was_acknowledged() {
    let world = World::new();
    let db = open(&on_sqlite(&world)).unwrap();
    let expected = [
        ("journal_mode", "wal"),
        // FULL
        ("synchronous", "2"),
        ("busy_timeout", "5000"),
        ("foreign_keys", "1"),
        ("trusted_schema", "0"),
        ("secure_delete", "1"),
    ];
    for (name, value) in expected {
        let nothing = Scope::nothing(None);
        let writer = db.keep_house(&nothing, move |tx| tx.setting(name)).await;
        assert_eq!(
            writer.unwrap().as_deref(),
            Some(value),
            "{name} of the writer"
        );
        // At the same time, so that each has a connection of its own.
        let together = Arc::new(Barrier::new(6));
        let reads: Vec<_> = (0..6)
            .map(|_| {
                let (db, together) = (db.clone(), Arc::clone(&together));
                tokio::spawn(async move {
                    let read = move |tx: &mut Tx<'_>| {
                        together.wait();
                        tx.setting(name)
                    };
                    db.read(&Scope::nothing(None), read).await
                })
            })
            .collect();
        for read in reads {
            let found = read.await.unwrap().unwrap();
            assert_eq!(found.as_deref(), Some(value), "{name} of a reader");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_write_takes_the_files_lock_when_it_begins() {
    let world = World::new();
    let db = open(&on_sqlite(&world)).unwrap();
    let path = world.path("settings").to_string_lossy().into_owned();
    let look = move |_: &mut Tx<'_>| -> Result<bool, StorageError> {
        let mut other = sqlite::Conn::establish(&path).unwrap();
        other.batch_execute("PRAGMA busy_timeout = 0").unwrap();
        // Nothing was written yet, and nobody else may.
        Ok(other.batch_execute("BEGIN IMMEDIATE").is_err())
    };
    assert!(db.keep_house(&Scope::nothing(None), look).await.unwrap());
}

#[tokio::test]
async fn a_disk_that_is_full_answers_come_back_and_the_next_write_works() {
    #[derive(QueryableByName)]
    struct Pages {
        #[diesel(sql_type = BigInt)]
        page_count: i64,
    }
    let world = World::new();
    let db = open(&on_sqlite(&world)).unwrap();
    let insert = |number: u128| {
        move |tx: &mut Tx<'_>| -> Result<(), StorageError> {
            let large = serde_json::json!({ "filling": "x".repeat(3_000_000) });
            tx.insert_job(&JobRecord {
                payload: Json(large),
                ..job(number)
            })
        }
    };
    let nothing = Scope::nothing(None);
    let limit = |tx: &mut Tx<'_>| tx.setting("max_page_count = 600");
    assert!(db.keep_house(&nothing, limit).await.unwrap().is_some());
    let error = db.keep_house(&nothing, insert(1)).await.unwrap_err();
    assert!(matches!(error, StorageError::Unavailable(_)), "{error}");
    let small = |tx: &mut Tx<'_>| tx.insert_job(&job(2));
    db.keep_house(&nothing, small).await.unwrap();
    let mut conn = sqlite::open(&world.path("settings").to_string_lossy()).unwrap();
    let pages: Pages = diesel::sql_query("PRAGMA page_count")
        .get_result(&mut conn)
        .unwrap();
    assert!(pages.page_count < 700);
}

#[tokio::test]
async fn a_fault_by_which_sqlite_rolls_back_itself_does_not_end_all_writing() {
    let world = World::new();
    let db = open(&on_sqlite(&world)).unwrap();
    let mut conn = sqlite::open(&world.path("settings").to_string_lossy()).unwrap();
    // As after a fault of the disk: when the error is told, there is no transaction any more.
    conn.batch_execute(
        "CREATE TRIGGER fault BEFORE INSERT ON jobs BEGIN SELECT RAISE(ROLLBACK, 'a fault'); END",
    )
    .unwrap();
    let nothing = Scope::nothing(None);
    let insert = |tx: &mut Tx<'_>| tx.insert_job(&job(1));
    let error = db.keep_house(&nothing, insert).await.unwrap_err();
    assert!(matches!(error, StorageError::Unavailable(_)), "{error}");
    conn.batch_execute("DROP TRIGGER fault").unwrap();
    db.keep_house(&nothing, insert).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_panic_while_writing_does_not_end_all_writing() {
    let world = World::new();
    let db = open(&on_sqlite(&world)).unwrap();
    let panics = |tx: &mut Tx<'_>| -> Result<(), StorageError> {
        tx.insert_job(&job(1))?;
        panic!("a mistake of ours");
    };
    let nothing = Scope::nothing(None);
    assert!(db.keep_house(&nothing, panics).await.is_err());
    let insert = |tx: &mut Tx<'_>| tx.insert_job(&job(2));
    db.keep_house(&nothing, insert).await.unwrap();
    let queued = |tx: &mut Tx<'_>| tx.jobs_in(JobState::Queued, 10);
    let queued = db.read(&nothing, queued).await.unwrap();
    assert_eq!(queued.len(), 1, "what the panic began was rolled back");
}

#[tokio::test]
async fn a_database_that_is_read_only_reads_on_and_turns_writes_away() {
    let world = World::new();
    let db = open(&on_sqlite(&world)).unwrap();
    let nothing = Scope::nothing(None);
    db.set_read_only(Some("the disk is nearly full"));
    let insert = |tx: &mut Tx<'_>| tx.insert_job(&job(1));
    let error = db.keep_house(&nothing, insert).await.unwrap_err();
    assert!(error.to_string().contains("nearly full"), "{error}");
    let queued = |tx: &mut Tx<'_>| tx.jobs_in(JobState::Queued, 10);
    assert!(db.read(&nothing, queued).await.unwrap().is_empty());
    db.set_read_only(None);
    db.keep_house(&nothing, insert).await.unwrap();
}

// The door before the connections.

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_gets_no_connection_in_time_is_told_to_come_back() {
    let world = World::new();
    let db = open(&on_sqlite(&world)).unwrap();
    let (leave, hold) = (Arc::new(Barrier::new(2)), Arc::new(Barrier::new(2)));
    let (left, held) = (Arc::clone(&leave), Arc::clone(&hold));
    let holder = db.clone();
    let holding = tokio::spawn(async move {
        let work = move |_: &mut Tx<'_>| -> Result<(), StorageError> {
            held.wait();
            left.wait();
            Ok(())
        };
        holder.keep_house(&Scope::nothing(None), work).await
    });
    tokio::task::spawn_blocking(move || hold.wait())
        .await
        .unwrap();
    let began = Instant::now();
    let insert = |tx: &mut Tx<'_>| tx.insert_job(&job(1));
    let asked = db.keep_house(&Scope::nothing(None), insert).await;
    let waited = began.elapsed();
    tokio::task::spawn_blocking(move || leave.wait())
        .await
        .unwrap();
    holding.await.unwrap().unwrap();
    let error = asked.unwrap_err();
    assert!(matches!(error, StorageError::Unavailable(_)), "{error}");
    assert!(
        waited >= Duration::from_millis(1_400) && waited < Duration::from_secs(4),
        "{waited:?}"
    );
    db.keep_house(&Scope::nothing(None), insert).await.unwrap();
    let writers = door(&db);
    assert_eq!((writers.turned_away, writers.waiting), (1, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cluster_that_is_away_is_asked_once_a_second_and_comes_back() {
    let mut world = World::new();
    let db = open(&on_postgres(&mut world)).unwrap();
    let name = world.newest().to_owned();
    let mut admin = postgres::Conn::establish(&address("ADMIN", "")).unwrap();
    admin
        .batch_execute(&format!(
            "ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false; \
             SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
        ))
        .unwrap();
    let count = |tx: &mut Tx<'_>| tx.count_jobs();
    let nothing = Scope::nothing(None);
    let began = Instant::now();
    while door(&db).opened == 0 {
        let asked = db.read(&nothing, count).await;
        assert!(matches!(asked, Err(StorageError::Unavailable(_))));
        assert!(began.elapsed() < Duration::from_mins(1), "never open");
    }
    let quick = Instant::now();
    assert!(db.read(&nothing, count).await.is_err());
    assert!(
        quick.elapsed() < Duration::from_millis(500),
        "turned away at once"
    );
    admin
        .batch_execute(&format!(
            "ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true"
        ))
        .unwrap();
    let back = Instant::now();
    while db.read(&nothing, count).await.is_err() {
        assert!(back.elapsed() < Duration::from_secs(10), "still away");
        tokio::task::yield_now().await;
    }
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

#[test]
fn the_role_that_serves_is_no_superuser_and_passes_no_wall() {
    let mut world = World::new();
    let settings = on_postgres(&mut world);
    drop(open(&settings).unwrap());
    let mut conn = postgres::Conn::establish(&settings.url).unwrap();
    let role: Line = diesel::sql_query(
        "SELECT rolsuper::text || ' ' || rolbypassrls::text AS line FROM pg_roles WHERE rolname = current_user",
    )
    .get_result(&mut conn)
    .unwrap();
    assert_eq!(role.line, "false false");
}
