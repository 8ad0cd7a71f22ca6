//! Both folders of migrations make the same tables (architecture.md §4).

use std::collections::{BTreeMap, BTreeSet};

use diesel::connection::LoadConnection;
use diesel::prelude::*;
use diesel::query_builder::SqlQuery;
use diesel::query_dsl::LoadQuery;
use diesel::sql_types::Text;
use storage::port::Store;
use storage::schema::{ColumnType, TABLES, TYPES};
use storage::{postgres, sqlite};

use crate::world::World;

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

fn lines<C>(conn: &mut C, query: &str) -> BTreeSet<String>
where
    C: LoadConnection,
    for<'q> SqlQuery: LoadQuery<'q, C, Line>,
{
    let lines: Vec<Line> = diesel::sql_query(query).load(conn).unwrap();
    lines.into_iter().map(|line| line.line).collect()
}

/// Both engines, migrated from nothing.
fn both(world: &mut World) -> (sqlite::Conn, postgres::Conn) {
    let (here, there) = (world.sqlite("here"), world.postgres());
    drop(Store::target(&here).unwrap());
    drop(Store::target(&there).unwrap());
    let here = sqlite::open(&world.path("here").to_string_lossy()).unwrap();
    (
        here,
        postgres::Conn::establish(&there.owner_url.unwrap()).unwrap(),
    )
}

/// Tables that belong to one engine or to Diesel.
const SQLITE_OWN: &str =
    "name NOT LIKE 'sqlite_%' AND name NOT LIKE 'signal_search%' AND name NOT LIKE '__diesel%'";

#[test]
fn both_engines_have_the_same_tables_columns_and_nullability() {
    let mut world = World::new();
    let (mut here, mut there) = both(&mut world);
    let sqlite = lines(
        &mut here,
        &format!(
            "SELECT m.name || '.' || c.name || CASE c.\"notnull\" WHEN 1 THEN ' NOT NULL' ELSE '' END AS line \
             FROM (SELECT name FROM sqlite_master WHERE type = 'table' AND {SQLITE_OWN}) m, pragma_table_info(m.name) c"
        ),
    );
    let postgres = lines(
        &mut there,
        "SELECT table_name || '.' || column_name || CASE is_nullable WHEN 'NO' THEN ' NOT NULL' ELSE '' END AS line \
         FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE '\\_\\_diesel%' \
         AND table_name || '.' || column_name <> 'signal_texts.words'",
    );
    assert_eq!(sqlite, postgres);
    let declared: BTreeSet<String> = TABLES
        .iter()
        .flat_map(|(table, _, columns)| {
            columns
                .iter()
                .map(move |column| format!("{table}.{column}"))
        })
        .collect();
    let bare = |line: &String| line.trim_end_matches(" NOT NULL").to_owned();
    assert_eq!(
        postgres.iter().map(bare).collect::<BTreeSet<_>>(),
        declared,
        "and schema.rs knows each of them"
    );
}

#[test]
fn every_column_has_the_type_that_it_is_declared_with() {
    let mut world = World::new();
    let (mut here, mut there) = both(&mut world);
    let types = |lines: BTreeSet<String>| -> BTreeMap<String, String> {
        lines
            .iter()
            .filter_map(|line| line.split_once(' '))
            .map(|(name, kind)| (name.to_owned(), kind.to_lowercase()))
            .collect()
    };
    let postgres = types(lines(
        &mut there,
        "SELECT table_name || '.' || column_name || ' ' || data_type AS line FROM information_schema.columns WHERE table_schema = 'public'",
    ));
    let sqlite = types(lines(
        &mut here,
        &format!(
            "SELECT m.name || '.' || c.name || ' ' || c.type AS line \
             FROM (SELECT name FROM sqlite_master WHERE type = 'table' AND {SQLITE_OWN}) m, pragma_table_info(m.name) c"
        ),
    ));
    for ((table, _, columns), kinds) in TABLES.iter().zip(TYPES) {
        for (column, kind) in columns.iter().zip(*kinds) {
            let name = format!("{table}.{column}");
            let (in_postgres, in_sqlite): (&[&str], &[&str]) = match kind {
                ColumnType::Id => (&["uuid"], &["blob"]),
                ColumnType::Text => (&["text"], &["text"]),
                ColumnType::Json => (&["jsonb"], &["text"]),
                ColumnType::Number => (&["integer", "bigint"], &["integer", "bigint"]),
                ColumnType::Moment => (&["timestamp with time zone"], &["bigint"]),
                ColumnType::Day => (&["date"], &["date"]),
                ColumnType::Bytes => (&["bytea"], &["blob"]),
            };
            assert!(
                in_postgres.contains(&postgres[&name].as_str()),
                "{name} is {} in PostgreSQL",
                postgres[&name]
            );
            assert!(
                in_sqlite.contains(&sqlite[&name].as_str()),
                "{name} is {} in SQLite",
                sqlite[&name]
            );
            if *kind == ColumnType::Number {
                assert_eq!(postgres[&name], sqlite[&name], "{name} has the same width");
            }
        }
    }
}

#[test]
fn both_engines_have_the_same_keys_and_indexes() {
    let mut world = World::new();
    let (mut here, mut there) = both(&mut world);
    let tables =
        format!("(SELECT name FROM sqlite_master WHERE type = 'table' AND {SQLITE_OWN}) m");
    // An index is its table, what kind it is, and its columns in order.
    let sqlite = lines(
        &mut here,
        &format!(
            "SELECT m.name || ' ' || CASE i.origin WHEN 'pk' THEN 'primary' WHEN 'u' THEN 'unique' ELSE CASE i.\"unique\" WHEN 1 THEN 'unique' ELSE 'index ' || i.name END END \
             || ' (' || (SELECT group_concat(part, ',') FROM (SELECT name || CASE \"desc\" WHEN 1 THEN ' desc' ELSE '' END AS part FROM pragma_index_xinfo(i.name) WHERE key = 1 ORDER BY seqno)) || ')' || CASE i.partial WHEN 1 THEN ' of some' ELSE '' END AS line \
             FROM {tables}, pragma_index_list(m.name) i"
        ),
    );
    let postgres = lines(
        &mut there,
        "SELECT t.relname || ' ' || CASE WHEN x.indisprimary THEN 'primary' WHEN x.indisunique THEN 'unique' ELSE 'index ' || i.relname END \
         || ' (' || (SELECT string_agg(a.attname || CASE WHEN (x.indoption[(k.position - 1)::int])::int & 1 = 1 THEN ' desc' ELSE '' END, ',' ORDER BY k.position) FROM unnest(x.indkey) WITH ORDINALITY AS k(attnum, position) \
         JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.attnum) || ')' || CASE WHEN x.indpred IS NULL THEN '' ELSE ' of some' END AS line \
         FROM pg_index x JOIN pg_class t ON t.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid \
         JOIN pg_namespace n ON n.oid = t.relnamespace \
         WHERE n.nspname = 'public' AND t.relname NOT LIKE '\\_\\_diesel%' AND x.indexprs IS NULL",
    );
    assert_eq!(sqlite, postgres);
}

#[test]
fn both_engines_have_the_same_references_between_tables() {
    let mut world = World::new();
    let (mut here, mut there) = both(&mut world);
    let sqlite = lines(
        &mut here,
        &format!(
            "SELECT m.name || ' (' || group_concat(f.\"from\", ',') || ') -> ' || f.\"table\" || ' (' || group_concat(f.\"to\", ',') || ')' AS line \
             FROM (SELECT name FROM sqlite_master WHERE type = 'table' AND {SQLITE_OWN} ORDER BY name) m, pragma_foreign_key_list(m.name) f GROUP BY m.name, f.id"
        ),
    );
    let postgres = lines(
        &mut there,
        "SELECT c.conrelid::regclass || ' (' || (SELECT string_agg(a.attname, ',' ORDER BY k.position) FROM unnest(c.conkey) WITH ORDINALITY AS k(attnum, position) \
         JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.attnum) || ') -> ' || c.confrelid::regclass || ' (' || \
         (SELECT string_agg(a.attname, ',' ORDER BY k.position) FROM unnest(c.confkey) WITH ORDINALITY AS k(attnum, position) \
         JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.attnum) || ')' AS line \
         FROM pg_constraint c WHERE c.contype = 'f'",
    );
    assert!(sqlite.len() >= 10);
    assert_eq!(sqlite, postgres);
}
