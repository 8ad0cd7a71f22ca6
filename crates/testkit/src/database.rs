//! A database of its own for every app: a SQLite file, or a PostgreSQL database cloned from a migrated template.

use std::collections::BTreeMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use shared::id::AuthorityId;
use storage::schema::Kind;
use storage::{Db, Settings, postgres, sqlite};
use uuid::Uuid;

use crate::clock::{TestClock, TestIds};
use crate::recorder;

static CHOSEN: Mutex<Option<&'static str>> = Mutex::new(None);

/// Chooses the engine for the databases that come, in place of `LOKAAL_TEST_ENGINE`: for programs that try both.
pub fn choose_engine(engine: &'static str) {
    *CHOSEN.lock().unwrap_or_else(PoisonError::into_inner) = Some(engine);
}

/// Which engine, and where.
#[derive(Debug)]
pub enum Database {
    /// A file.
    Sqlite(PathBuf),
    /// A database of this name on the cluster that `LOKAAL_TEST_PG_…` names.
    Postgres(String),
}

/// A database that cannot be used at the moment.
pub enum Away {
    /// Somebody holds the file.
    Locked(Box<sqlite::Conn>),
    /// Nobody may connect to the database of this name.
    Closed(String),
    /// Somebody holds a table; ends with the connection.
    Held(Box<postgres::Conn>),
}

impl Away {
    /// Brings it back.
    pub fn comes_back(self) {
        match self {
            Self::Locked(mut conn) => conn.batch_execute("ROLLBACK").expect("no lock"),
            Self::Held(mut conn) => conn.batch_execute("ROLLBACK").expect("no lock"),
            Self::Closed(name) => {
                let open = format!("ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true");
                let mut admin = connect(&address("ADMIN", ""));
                admin.batch_execute(&open).expect("an open door");
            }
        }
    }
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

impl Database {
    /// A fresh one on the engine that `LOKAAL_TEST_ENGINE` names; SQLite when it names none.
    pub fn fresh(folder: &Path) -> Self {
        let chosen = *CHOSEN.lock().unwrap_or_else(PoisonError::into_inner);
        let named = std::env::var("LOKAAL_TEST_ENGINE");
        match chosen.or(named.as_deref().ok()) {
            Some("postgres") => Self::fresh_postgres(),
            Some("sqlite") | None => Self::Sqlite(folder.join("lokaal-signaal.sqlite")),
            Some(other) => panic!("engine {other}: expected sqlite or postgres"),
        }
    }

    /// True on SQLite, which has no second wall.
    pub fn is_sqlite(&self) -> bool {
        matches!(self, Self::Sqlite(_))
    }

    /// How the server opens it.
    pub fn settings(&self) -> Settings {
        match self {
            Self::Sqlite(path) => Settings {
                url: format!("sqlite:{}", path.display()),
                owner_url: None,
                allow_unsafe: false,
                migrate: true,
            },
            Self::Postgres(name) => as_the_product(name),
        }
    }

    /// The variables with which an operator's command finds it.
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        let Settings { url, owner_url, .. } = self.settings();
        let mut variables = vec![("LOKAAL_DATABASE_URL", url)];
        if let Self::Postgres(name) = self {
            let maintenance = address("MAINTENANCE", name);
            variables.push(("LOKAAL_DATABASE_MAINTENANCE_URL", maintenance));
        }
        variables.extend(owner_url.map(|url| ("LOKAAL_DATABASE_OWNER_URL", url)));
        variables
    }

    /// What stands in every table but the log of refusals and background work: one line per table that says whether
    /// anything in it changed.
    pub fn fingerprint(&self) -> BTreeMap<&'static str, String> {
        const MOVING: [&str; 4] = ["audit", "audit_sealed", "audit_seals", "jobs"];
        let mut rows = self.rows();
        rows.retain(|table, _| !MOVING.contains(table));
        rows
    }

    /// True when the words stand anywhere: on SQLite in the bytes of the file and its log, on PostgreSQL in any column
    /// of any table.
    pub fn holds(&self, words: &str) -> bool {
        match self {
            Self::Sqlite(path) => {
                let ends =
                    ["", "-wal"].map(|end| PathBuf::from(format!("{}{end}", path.display())));
                let contains = |bytes: Vec<u8>| {
                    bytes
                        .windows(words.len())
                        .any(|window| window == words.as_bytes())
                };
                ends.iter()
                    .any(|file| std::fs::read(file).is_ok_and(contains))
            }
            Self::Postgres(_) => self.rows().values().any(|rows| rows.contains(words)),
        }
    }

    /// How many rows a query of the test counts, past every wall: `SELECT count(*) AS count FROM …`.
    pub fn count(&self, from: &str) -> i64 {
        let query = format!("SELECT count(*) AS count FROM {from}");
        let row: Count = match self {
            Self::Sqlite(path) => diesel::sql_query(query).get_result(&mut open(path)),
            Self::Postgres(name) => diesel::sql_query(query).get_result(&mut superuser(name)),
        }
        .expect("a count");
        row.count
    }

    /// Ids of all signals, past every wall.
    pub fn public_ids_of_signals(&self) -> Vec<String> {
        let lines = match self {
            Self::Sqlite(path) => lines(
                &mut open(path),
                "SELECT lower(hex(public_id)) AS line FROM signals",
            ),
            Self::Postgres(name) => lines(
                &mut superuser(name),
                "SELECT replace(public_id::text, '-', '') AS line FROM signals",
            ),
        };
        let id = |hex: &str| Uuid::parse_str(hex).expect("an id").to_string();
        lines.lines().map(id).collect()
    }

    /// Every id of every row of an authority, with the table it stands in: hexadecimal, without hyphens. What several
    /// authorities share (people, members' users) is left out.
    pub fn ids_of(&self, authority: AuthorityId) -> Vec<(&'static str, String)> {
        let hex = authority.uuid().simple().to_string();
        let mut ids = Vec::new();
        for (table, kind, columns) in storage::schema::TABLES {
            if *kind != Kind::Authority {
                continue;
            }
            let own = ["id", "public_id"];
            for column in columns.iter().filter(|column| own.contains(column)) {
                let found = match self {
                    Self::Sqlite(path) => lines(
                        &mut open(path),
                        &format!(
                            "SELECT lower(hex({column})) AS line FROM {table} WHERE lower(hex(authority_id)) = '{hex}'"
                        ),
                    ),
                    Self::Postgres(name) => lines(
                        &mut superuser(name),
                        &format!(
                            "SELECT replace({column}::text, '-', '') AS line FROM {table} WHERE replace(authority_id::text, '-', '') = '{hex}'"
                        ),
                    ),
                };
                ids.extend(found.lines().map(|id| (*table, id.to_owned())));
            }
        }
        ids
    }

    /// One connection past every wall, for as many statements as wanted: a `SELECT` of `… AS line` is read to its end.
    pub fn runner(&self) -> Box<dyn FnMut(&str) -> String> {
        fn run<C>(conn: &mut C, statement: &str) -> String
        where
            C: Connection + diesel::connection::LoadConnection,
            for<'q> diesel::query_builder::SqlQuery: diesel::query_dsl::LoadQuery<'q, C, Line>,
        {
            if statement.starts_with("SELECT") {
                return lines(conn, statement);
            }
            conn.batch_execute(statement).expect("a statement");
            String::new()
        }
        match self {
            Self::Sqlite(path) => {
                let mut conn = open(path);
                Box::new(move |statement| run(&mut conn, statement))
            }
            Self::Postgres(name) => {
                let mut conn = superuser(name);
                Box::new(move |statement| run(&mut conn, statement))
            }
        }
    }

    /// Lets PostgreSQL learn what stands in its tables, as its own housekeeping does sooner or later.
    pub fn settles(&self) {
        if let Self::Postgres(name) = self {
            superuser(name)
                .batch_execute("VACUUM ANALYZE")
                .expect("statistics");
        }
    }

    /// True when the words stand on the disk: in the file or its log (SQLite), in the files of tables and indexes
    /// (PostgreSQL, whose log keeps old pages until it is recycled).
    pub fn disk_holds(&self, words: &str) -> bool {
        let Self::Postgres(name) = self else {
            return self.holds(words);
        };
        let mut conn = superuser(name);
        conn.batch_execute("CHECKPOINT").expect("a checkpoint");
        let row: Count = diesel::sql_query(
            "SELECT count(*) AS count FROM pg_class WHERE relkind IN ('r', 't', 'i') \
             AND relnamespace IN ('public'::regnamespace, 'pg_toast'::regnamespace) \
             AND position(convert_to($1, 'UTF8') IN pg_read_binary_file(pg_relation_filepath(oid))) > 0",
        )
        .bind::<Text, _>(words)
        .get_result(&mut conn)
        .expect("the files of the tables");
        row.count > 0
    }

    /// Runs statements of the test itself, past every wall.
    pub fn execute(&self, statements: &str) {
        match self {
            Self::Sqlite(path) => open(path).batch_execute(statements),
            Self::Postgres(name) => superuser(name).batch_execute(statements),
        }
        .expect("the statements of a test");
    }

    /// Keeps everybody from writing down that a key was used, until [`Away::comes_back`]. SQLite has one writer, which
    /// is held.
    pub fn holds_keys(&self) -> Away {
        match self {
            Self::Sqlite(path) => {
                let mut conn = open(path);
                conn.batch_execute("BEGIN IMMEDIATE").expect("the writer");
                Away::Locked(Box::new(conn))
            }
            Self::Postgres(name) => {
                let mut conn = superuser(name);
                conn.batch_execute("BEGIN; LOCK TABLE idempotency IN SHARE MODE")
                    .expect("a lock");
                Away::Held(Box::new(conn))
            }
        }
    }

    /// Waits until so many others wait for a lock (PostgreSQL; nobody sees who waits for SQLite's writer).
    pub fn waits_for_blocked(&self, how_many: i64) {
        let Self::Postgres(name) = self else { return };
        let began = Instant::now();
        let blocked =
            format!("pg_stat_activity WHERE datname = '{name}' AND wait_event_type = 'Lock'");
        while self.count(&blocked) < how_many {
            assert!(began.elapsed() < Duration::from_secs(3), "nobody waits");
        }
    }

    /// Takes the database away from everybody, until [`Away::comes_back`]: a lock on the file, or a closed door.
    pub fn goes_away(&self) -> Away {
        match self {
            Self::Sqlite(path) => {
                let mut conn = open(path);
                conn.batch_execute("BEGIN EXCLUSIVE").expect("a lock");
                Away::Locked(Box::new(conn))
            }
            Self::Postgres(name) => {
                let statements = format!(
                    "ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false; \
                     SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
                );
                let mut admin = connect(&address("ADMIN", ""));
                admin.batch_execute(&statements).expect("a closed door");
                Away::Closed(name.clone())
            }
        }
    }

    /// Every row of every table, by table.
    fn rows(&self) -> BTreeMap<&'static str, String> {
        let tables = storage::schema::TABLES.iter();
        match self {
            Self::Sqlite(path) => {
                let mut conn = open(path);
                let rows = |(table, _, columns): &(&'static str, _, &[&str])| {
                    let quoted: Vec<String> = columns
                        .iter()
                        .map(|column| format!("quote({column})"))
                        .collect();
                    let line = quoted.join(" || ',' || ");
                    let query = format!("SELECT {line} AS line FROM {table} ORDER BY 1");
                    (*table, lines(&mut conn, &query))
                };
                tables.map(rows).collect()
            }
            Self::Postgres(name) => {
                let mut conn = superuser(name);
                let rows = |(table, _, _): &(&'static str, _, &[&str])| {
                    let query = format!("SELECT t::text AS line FROM {table} t ORDER BY 1");
                    (*table, lines(&mut conn, &query))
                };
                tables.map(rows).collect()
            }
        }
    }

    fn fresh_postgres() -> Self {
        let name = format!("story_{}", Uuid::simple(crate::call::fresh_key()));
        let mut admin = connect(&address("ADMIN", ""));
        let template = template(&mut admin);
        let clone = format!("CREATE DATABASE {name} TEMPLATE {template} OWNER ls_owner");
        admin
            .batch_execute(&clone)
            .expect("a clone of the template");
        Self::Postgres(name)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Self::Postgres(name) = self
            && let Ok(mut admin) = postgres::Conn::establish(&address("ADMIN", ""))
        {
            // Left behind when it fails: the cluster of the tests goes after them.
            let _ = admin.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}

/// Address of a database as one of the roles; the administrator's own database when `name` is empty.
fn address(role: &str, name: &str) -> String {
    let variable = format!("LOKAAL_TEST_PG_{role}");
    let address = std::env::var(&variable).unwrap_or_else(|_| {
        panic!("{variable} is not set; run `cargo xtask test` or start a cluster with `cargo xtask postgres start`")
    });
    address.replace("{database}", name)
}

fn connect(url: &str) -> postgres::Conn {
    let mut conn = postgres::Conn::establish(url).expect("PostgreSQL answers");
    conn.set_instrumentation(recorder::unwatched());
    conn
}

/// The superuser sees every row: for looking, never for the product.
fn superuser(name: &str) -> postgres::Conn {
    let admin = address("ADMIN", "");
    let (server, _) = admin.rsplit_once('/').expect("an address with a database");
    connect(&format!("{server}/{name}"))
}

fn open(path: &Path) -> sqlite::Conn {
    let mut conn = sqlite::open(&path.to_string_lossy()).expect("the file opens");
    conn.set_instrumentation(recorder::unwatched());
    conn
}

fn lines<C>(conn: &mut C, query: &str) -> String
where
    C: Connection + diesel::connection::LoadConnection,
    for<'q> diesel::query_builder::SqlQuery: diesel::query_dsl::LoadQuery<'q, C, Line>,
{
    let lines: Vec<Line> = diesel::sql_query(query)
        .load(conn)
        .expect("rows of a table");
    let lines: Vec<String> = lines.into_iter().map(|line| line.line).collect();
    lines.join("\n")
}

/// The migrated database that every story clones, made by whoever comes first. Its name tells which migrations it has.
fn template(admin: &mut postgres::Conn) -> String {
    const DOOR: &str = "SELECT pg_advisory_lock(2603020830)";
    let name = format!("lokaal_template_{:016x}", migrations());
    admin.batch_execute(DOOR).expect("the lock");
    let known: Count = diesel::sql_query(
        "SELECT count(*) AS count FROM pg_database WHERE datname = $1 AND NOT datallowconn",
    )
    .bind::<Text, _>(&name)
    .get_result(admin)
    .expect("the list of databases");
    if known.count == 0 {
        admin
            .batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
            .expect("no half-made template");
        admin
            .batch_execute(&format!("CREATE DATABASE {name} OWNER ls_owner"))
            .expect("a database");
        migrate(&name);
        let close = format!(
            "ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false; \
             SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
        );
        admin.batch_execute(&close).expect("a closed template");
    }
    admin
        .batch_execute("SELECT pg_advisory_unlock(2603020830)")
        .expect("the lock");
    name
}

fn migrate(name: &str) {
    let settings = Settings {
        migrate: true,
        ..as_the_product(name)
    };
    let clock = TestClock::default();
    let ids = Arc::new(TestIds::new(clock.clone()));
    drop(Db::open(&settings, Arc::new(clock), ids).expect("migrations"));
}

/// As the product opens a database that is migrated already.
fn as_the_product(name: &str) -> Settings {
    Settings {
        url: address("APP", name),
        owner_url: Some(address("OWNER", name)),
        // The cluster of the tests does not wait for the disk.
        allow_unsafe: true,
        migrate: false,
    }
}

fn migrations() -> u64 {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations/postgres");
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .expect("the folder of migrations")
        .flatten()
        .map(|entry| entry.path().join("up.sql"))
        .collect();
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        std::fs::read_to_string(&file)
            .expect("a migration")
            .hash(&mut hasher);
    }
    hasher.finish()
}
