//! PostgreSQL's second wall: row-level security on every authority's table, as the role that serves meets it.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text};
use storage::port::Store;
use storage::postgres;
use storage::schema::{Kind, TABLES};

use crate::world::{ROWS, World, address};

#[derive(QueryableByName)]
struct Wall {
    #[diesel(sql_type = Bool)]
    is_enabled: bool,
    #[diesel(sql_type = Bool)]
    is_forced: bool,
    #[diesel(sql_type = BigInt)]
    policies: i64,
    #[diesel(sql_type = BigInt)]
    whole: i64,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

fn tables(kind: Kind) -> impl Iterator<Item = &'static str> {
    TABLES
        .iter()
        .filter(move |(_, found, _)| *found == kind)
        .map(|(table, _, _)| *table)
}

/// A database with a row of each of three authorities in every table, and a connection to it as `ls_app`.
fn filled(world: &mut World) -> postgres::Conn {
    let target = world.postgres();
    let source = world.filled("source");
    let mut from = Store::source(&source).unwrap();
    storage::port::port(&mut from, &mut Store::target(&target).unwrap()).unwrap();
    postgres::Conn::establish(&address("APP", world.newest())).unwrap()
}

fn count(conn: &mut postgres::Conn, table: &str) -> i64 {
    let query = format!("SELECT count(*) AS count FROM {table}");
    let row: Count = diesel::sql_query(query).get_result(conn).unwrap();
    row.count
}

fn authority(row: u128) -> String {
    uuid::Uuid::from_u128(row).to_string()
}

/// Says which authorities this transaction reads and which one it writes.
fn enter(conn: &mut postgres::Conn, reads: &str, writes: &str) {
    conn.batch_execute(&format!(
        "SELECT set_config('app.authorities', '{reads}', true), set_config('app.authority', '{writes}', true)"
    ))
    .unwrap();
}

#[test]
fn every_table_of_an_authority_has_a_wall_that_holds_its_owner_too() {
    let mut world = World::new();
    let address = world.postgres();
    drop(Store::target(&address).unwrap());
    let mut conn = postgres::Conn::establish(&address.owner_url.unwrap()).unwrap();
    let walls = "SELECT c.relrowsecurity AS is_enabled, c.relforcerowsecurity AS is_forced, count(p.polname) AS policies, \
        count(p.polname) FILTER (WHERE p.polcmd = '*' AND p.polqual IS NOT NULL AND p.polwithcheck IS NOT NULL \
            AND pg_get_expr(p.polqual, p.polrelid) LIKE '%app.authorities%' \
            AND pg_get_expr(p.polwithcheck, p.polrelid) LIKE '%app.authority''%') AS whole \
        FROM pg_class c LEFT JOIN pg_policy p ON p.polrelid = c.oid \
        WHERE c.oid = $1::regclass GROUP BY c.relrowsecurity, c.relforcerowsecurity";
    for table in tables(Kind::Authority) {
        let wall: Wall = diesel::sql_query(walls)
            .bind::<Text, _>(table)
            .get_result(&mut conn)
            .unwrap();
        assert!(wall.is_enabled, "{table} has no row-level security");
        assert!(wall.is_forced, "{table} lets its owner through");
        assert_eq!(
            (wall.policies, wall.whole),
            (1, 1),
            "{table}: one policy, with USING and WITH CHECK"
        );
    }
    let without: Vec<Line> = diesel::sql_query(
        "SELECT c.relname::text AS line FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid \
         WHERE c.relkind = 'r' AND a.attname = 'authority_id' AND NOT c.relrowsecurity ORDER BY 1",
    )
    .load(&mut conn)
    .unwrap();
    let without: Vec<&str> = without.iter().map(|line| line.line.as_str()).collect();
    // Mails to one address are counted over all authorities, before anybody is known (trust.md §5.2).
    assert_eq!(
        without,
        ["authority_successors", "jobs", "sign_in_links"],
        "and no other table names an authority"
    );
}

#[test]
fn without_a_scope_nothing_of_an_authority_is_seen() {
    let mut world = World::new();
    let mut conn = filled(&mut world);
    for table in tables(Kind::Authority) {
        assert_eq!(count(&mut conn, table), 0, "{table}");
    }
    conn.begin_test_transaction().unwrap();
    enter(&mut conn, "", "");
    for table in tables(Kind::Authority) {
        assert_eq!(count(&mut conn, table), 0, "{table} with an empty scope");
    }
}

#[test]
fn a_scope_shows_its_own_authorities_and_no_other() {
    let mut world = World::new();
    let mut conn = filled(&mut world);
    conn.begin_test_transaction().unwrap();
    enter(&mut conn, &format!("{{{}}}", authority(1)), "");
    for table in tables(Kind::Authority) {
        assert_eq!(count(&mut conn, table), 1, "{table}");
    }
    enter(
        &mut conn,
        &format!("{{{},{}}}", authority(1), authority(3)),
        "",
    );
    for table in tables(Kind::Authority) {
        assert_eq!(count(&mut conn, table), 2, "{table}");
    }
    assert_eq!(ROWS, 3, "so that the other one stays hidden");
}

/// Columns that a statement may write: not those that PostgreSQL makes itself.
fn written_columns(conn: &mut postgres::Conn, table: &str) -> String {
    let query = format!(
        "SELECT string_agg(quote_ident(attname), ', ') AS line FROM pg_attribute \
         WHERE attrelid = '{table}'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''"
    );
    let row: Line = diesel::sql_query(query).get_result(conn).unwrap();
    row.line
}

#[test]
fn nobody_writes_into_another_authority() {
    let mut world = World::new();
    let mut conn = filled(&mut world);
    let (own, other) = (authority(1), authority(2));
    let both = format!("{{{own},{other}}}");
    for table in tables(Kind::Authority) {
        // Both may be read; only one may be written.
        let moved: QueryResult<()> = conn.transaction(|conn| {
            enter(conn, &both, &own);
            let update =
                format!("UPDATE {table} SET authority_id = '{other}' WHERE authority_id = '{own}'");
            conn.batch_execute(&update)
        });
        let refused = moved.unwrap_err().to_string();
        // The log of acts and that of erasures cannot be changed at all.
        assert!(
            refused.contains("row-level security") || refused.contains("permission denied"),
            "{table}: {refused}"
        );
        let added: QueryResult<()> = conn.transaction(|conn| {
            enter(conn, &both, &own);
            let columns = written_columns(conn, table);
            let insert = format!(
                "INSERT INTO {table} ({columns}) SELECT {columns} FROM {table} WHERE authority_id = '{other}'"
            );
            conn.batch_execute(&insert)
        });
        let refused = added.unwrap_err().to_string();
        assert!(refused.contains("row-level security"), "{table}: {refused}");
    }
}

#[test]
fn the_log_of_acts_can_only_be_added_to() {
    let mut world = World::new();
    let mut conn = filled(&mut world);
    for table in ["audit", "audit_sealed", "erasure_log"] {
        for statement in [
            format!("DELETE FROM {table}"),
            format!("UPDATE {table} SET authority_id = authority_id"),
            format!("TRUNCATE {table}"),
            format!("ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"),
            format!("DROP TABLE {table}"),
        ] {
            let refused = conn.batch_execute(&statement).unwrap_err().to_string();
            assert!(
                refused.contains("permission denied") || refused.contains("must be owner"),
                "{statement}: {refused}"
            );
        }
    }
}
