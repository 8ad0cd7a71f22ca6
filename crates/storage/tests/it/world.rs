//! Databases of both engines for one test, and rows in every table of them.

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use storage::port::{Store, StoreAddress};
use storage::schema::{ColumnType, TABLES, TYPES};
use storage::{postgres, sqlite};
use tempfile::TempDir;

/// Rows per table.
pub(crate) const ROWS: u128 = 3;

/// A folder for the databases of one test.
pub(crate) struct World {
    pub(crate) folder: TempDir,
    postgres: Vec<String>,
}

impl World {
    pub(crate) fn new() -> Self {
        Self {
            folder: TempDir::new().unwrap(),
            postgres: Vec::new(),
        }
    }

    /// An address of a SQLite file that does not exist yet.
    pub(crate) fn sqlite(&self, name: &str) -> StoreAddress {
        StoreAddress {
            url: format!("sqlite:{}", self.path(name).display()),
            owner_url: None,
        }
    }

    pub(crate) fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(format!("{name}.sqlite"))
    }

    /// A PostgreSQL database without any table, seen as the operator's commands see it.
    pub(crate) fn postgres(&mut self) -> StoreAddress {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let name = format!(
            "storage_{}_{}",
            std::process::id(),
            MADE.fetch_add(1, Ordering::SeqCst)
        );
        let mut admin =
            postgres::Conn::establish(&address("ADMIN", "")).expect("the cluster answers");
        admin
            .batch_execute(&format!("CREATE DATABASE {name} OWNER ls_owner"))
            .unwrap();
        self.postgres.push(name.clone());
        StoreAddress {
            url: address("MAINTENANCE", &name),
            owner_url: Some(address("OWNER", &name)),
        }
    }

    /// The name of the newest PostgreSQL database.
    pub(crate) fn newest(&self) -> &str {
        self.postgres.last().expect("a database")
    }

    /// A SQLite file with rows in every table.
    pub(crate) fn filled(&self, name: &str) -> StoreAddress {
        let address = self.sqlite(name);
        drop(Store::target(&address).unwrap());
        fill(&self.path(name));
        address
    }
}

impl Drop for World {
    fn drop(&mut self) {
        if let Ok(mut admin) = postgres::Conn::establish(&address("ADMIN", "")) {
            for name in &self.postgres {
                let _ =
                    admin.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
            }
        }
    }
}

/// Address of a database as one of the roles.
pub(crate) fn address(role: &str, name: &str) -> String {
    let variable = format!("LOKAAL_TEST_PG_{role}");
    let address = std::env::var(&variable).unwrap_or_else(|_| {
        panic!("{variable} is not set; run `cargo xtask test` or `cargo xtask postgres start`")
    });
    address.replace("{database}", name)
}

/// Every kind of value in every table; every second row leaves out what may be absent. Row `n` of each table belongs to
/// authority `n` and refers to row `n` of the others.
fn fill(path: &Path) {
    let mut conn = sqlite::open(&path.to_string_lossy()).unwrap();
    for ((table, _, columns), types) in TABLES.iter().zip(TYPES) {
        for row in 1..=ROWS {
            let values: Vec<String> = columns
                .iter()
                .zip(*types)
                .map(|(column, kind)| value(&mut conn, table, column, *kind, row))
                .collect();
            let names: Vec<String> = columns
                .iter()
                .map(|column| format!("\"{column}\""))
                .collect();
            let insert = format!(
                "INSERT INTO {table} ({}) VALUES ({})",
                names.join(", "),
                values.join(", ")
            );
            conn.batch_execute(&insert)
                .unwrap_or_else(|error| panic!("{insert}: {error}"));
        }
    }
    conn.batch_execute(
        "INSERT INTO signal_search (rowid, authority, terms) \
         SELECT search_row, 'a' || lower(hex(authority_id)), search_terms FROM signal_texts",
    )
    .unwrap();
}

fn value(
    conn: &mut sqlite::Conn,
    table: &str,
    column: &str,
    kind: ColumnType,
    row: u128,
) -> String {
    if row.is_multiple_of(2) && may_be_absent(conn, table, column) {
        return "NULL".to_owned();
    }
    match kind {
        ColumnType::Id => format!("X'{row:032x}'"),
        // What breaks naive copies: quotes, line breaks, backslashes, letters beyond the first plane.
        ColumnType::Text => format!("'{column} {row} “é” ''x'' \\n \"y\" \t💧\n'"),
        ColumnType::Json => {
            format!("'{{\"b\": [1.50, null, \"é\\u00e9\\n\"],  \"a\": {row}, \"B\": {{}} }}'")
        }
        ColumnType::Number => format!("{}", 2_000_000_000 - row),
        ColumnType::Moment => format!("{}", 1_764_000_000_123_456 + row),
        ColumnType::Day => format!("'2028-02-{:02}'", 26 + row),
        ColumnType::Bytes => format!("X'00ff{row:02x}27'"),
    }
}

fn may_be_absent(conn: &mut sqlite::Conn, table: &str, column: &str) -> bool {
    #[derive(QueryableByName)]
    struct Count {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        count: i64,
    }
    let query = format!(
        "SELECT count(*) AS count FROM pragma_table_info('{table}') WHERE name = '{column}' AND \"notnull\" = 0"
    );
    let found: Count = diesel::sql_query(query).get_result(conn).unwrap();
    found.count > 0
}
