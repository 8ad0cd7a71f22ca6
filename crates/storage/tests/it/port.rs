//! Everything arrives, whichever way it goes.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use storage::port::{PortError, Store, StoreAddress, port};
use storage::schema::TABLES;
use storage::{postgres, sqlite};

use crate::world::{ROWS, World, address};

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    count: i64,
}

fn copy(from: &StoreAddress, to: &StoreAddress) -> Result<storage::port::Manifest, PortError> {
    port(&mut Store::source(from)?, &mut Store::target(to)?)
}

#[test]
fn a_database_comes_back_from_the_other_engine_as_it_went() {
    let mut world = World::new();
    let (here, there, back) = (world.filled("here"), world.postgres(), world.sqlite("back"));
    let went = copy(&here, &there).unwrap();
    assert_eq!(
        went.rows(),
        u64::try_from(ROWS).unwrap() * u64::try_from(TABLES.len()).unwrap()
    );
    let came = copy(&there, &back).unwrap();
    assert_eq!(went, came);
    assert_eq!(came, Store::source(&back).unwrap().manifest().unwrap());
}

#[test]
fn two_databases_that_differ_in_one_column_have_different_hashes() {
    let world = World::new();
    let here = world.filled("here");
    let before = Store::source(&here).unwrap().manifest().unwrap();
    for (table, column) in [
        ("signals", "place"),
        ("signal_texts", "text"),
        ("feedback", "useful"),
        ("audit_seals", "hash"),
    ] {
        let mut conn = sqlite::open(&world.path("here").to_string_lossy()).unwrap();
        conn.batch_execute(&format!(
            "UPDATE {table} SET {column} = NULL WHERE {column} IS NOT NULL AND rowid = 1"
        ))
        .or_else(|_| {
            conn.batch_execute(&format!(
                "UPDATE {table} SET {column} = X'01' WHERE rowid = 1"
            ))
        })
        .unwrap();
        let after = Store::source(&here).unwrap().manifest().unwrap();
        assert_ne!(
            before.tables[table], after.tables[table],
            "{table}.{column}"
        );
    }
}

#[test]
fn a_ported_sqlite_file_finds_the_words_of_its_signals() {
    let mut world = World::new();
    let (here, there, back) = (world.filled("here"), world.postgres(), world.sqlite("back"));
    copy(&here, &there).unwrap();
    copy(&there, &back).unwrap();
    let mut conn = sqlite::open(&world.path("back").to_string_lossy()).unwrap();
    let query = "SELECT count(*) AS count FROM signal_search WHERE signal_search MATCH 'authority : a00000000000000000000000000000003 AND terms : search_terms'";
    let found: Count = diesel::sql_query(query).get_result(&mut conn).unwrap();
    assert_eq!(found.count, 1);
}

#[test]
fn rows_are_never_added_to_rows() {
    let world = World::new();
    let (here, there) = (world.filled("here"), world.filled("there"));
    assert!(matches!(copy(&here, &there), Err(PortError::NotEmpty(_))));
}

#[test]
fn a_file_that_does_not_exist_is_no_empty_database() {
    let world = World::new();
    assert!(Store::source(&world.sqlite("nowhere")).is_err());
    assert!(!world.path("nowhere").exists(), "and none is made");
}

#[test]
fn only_the_role_for_maintenance_takes_rows_out() {
    let mut world = World::new();
    let there = world.postgres();
    copy(&world.filled("here"), &there).unwrap();
    let name = world.newest().to_owned();
    let source = |role: &str| {
        let url = address(role, &name);
        let (server, _) = url.rsplit_once('/').unwrap();
        let url = format!("{server}/{name}");
        Store::source(&StoreAddress {
            url,
            owner_url: None,
        })
        .err()
    };
    assert!(matches!(source("APP"), Some(PortError::SeesTooLittle(role)) if role == "ls_app"));
    assert!(matches!(source("OWNER"), Some(PortError::SeesTooLittle(_))));
    assert!(matches!(source("ADMIN"), Some(PortError::MayTooMuch(_))));
    assert!(source("MAINTENANCE").is_none());
}

#[test]
fn a_failed_port_leaves_nothing_behind() {
    let mut world = World::new();
    let (here, there) = (world.filled("here"), world.postgres());
    // A day that only one engine takes: found when the rows go in.
    let mut conn = sqlite::open(&world.path("here").to_string_lossy()).unwrap();
    conn.batch_execute("UPDATE actions SET due_on = '2028-02-31'")
        .unwrap();
    assert!(copy(&here, &there).is_err());
    let manifest = Store::source(&there).unwrap().manifest().unwrap();
    assert_eq!(manifest.rows(), 0);
    let mut conn = postgres::Conn::establish(&there.url).unwrap();
    conn.batch_execute("SELECT 1").unwrap();
}
