//! What SQLite does in its own way, one function each.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::result::QueryResult;
use diesel::sql_types::{BigInt, Binary, Integer, Text};
use policy::Scope;
use shared::id::AuthorityId;

use super::Conn;
use crate::tx::query_types::Clause;

/// Puts the words of a new signal into the index.
pub fn index_new_words(
    conn: &mut Conn,
    authority: AuthorityId,
    row: i64,
    terms: &str,
) -> QueryResult<()> {
    if terms.is_empty() {
        return Ok(());
    }
    diesel::sql_query("INSERT INTO signal_search (rowid, authority, terms) VALUES (?, ?, ?)")
        .bind::<BigInt, _>(row)
        .bind::<Text, _>(authority_word(authority))
        .bind::<Text, _>(terms)
        .execute(conn)?;
    Ok(())
}

/// Replaces the words of a signal in the index; none when `terms` is empty.
pub fn index_words(
    conn: &mut Conn,
    authority: AuthorityId,
    row: i64,
    terms: &str,
) -> QueryResult<()> {
    diesel::sql_query("DELETE FROM signal_search WHERE rowid = ?")
        .bind::<BigInt, _>(row)
        .execute(conn)?;
    index_new_words(conn, authority, row, terms)
}

/// SQL around the bound text of [`match_text`]: a condition on `signal_texts`.
pub const MATCH: (&str, &str) = (
    "signal_texts.search_row IN (SELECT rowid FROM signal_search WHERE signal_search MATCH ",
    ")",
);

/// "Contains one alternative of every clause, in any of these authorities", in the language of FTS5. Words come from
/// crate `text` and hold letters and digits only; the quotes keep even those from being read as operators. The last
/// word of the last clause may be the beginning of a longer one.
pub fn match_text(scope: &Scope, clauses: &[Clause], goes_on: bool) -> String {
    let authorities: Vec<String> = scope
        .reads()
        .iter()
        .map(|authority| authority_word(*authority))
        .collect();
    let clause = |(position, clause): (usize, &Clause)| {
        let end = if goes_on && position + 1 == clauses.len() {
            "\"*"
        } else {
            "\""
        };
        let phrase = |words: &Vec<String>| format!("\"{}{end}", words.join(" "));
        let alternatives: Vec<String> = clause.iter().map(phrase).collect();
        format!("({})", alternatives.join(" OR "))
    };
    let clauses: Vec<String> = clauses.iter().enumerate().map(clause).collect();
    format!(
        "authority : ({}) AND terms : ({})",
        authorities.join(" OR "),
        clauses.join(" AND ")
    )
}

/// The week of a signal, counted from Monday 3 January 2000 (Julian day 2,451,546.5).
pub const WEEK: &str = "CAST((julianday(signals.received_on) - 2451546.5) / 7 AS INTEGER)";

fn authority_word(authority: AuthorityId) -> String {
    format!("a{}", authority.uuid().simple())
}

/// Takes erased words out of the index, some pages at a time so that others may write in between; false when none are
/// left (trust.md §8.3). `first` begins with all parts of the index; later calls go on.
pub fn merge_words(conn: &mut Conn, first: bool) -> QueryResult<bool> {
    #[derive(QueryableByName)]
    struct Changes {
        #[diesel(sql_type = BigInt)]
        changes: i64,
    }
    const PAGES: i64 = 500;
    let changes = |conn: &mut Conn| -> QueryResult<i64> {
        let row: Changes =
            diesel::sql_query("SELECT total_changes() AS changes").get_result(conn)?;
        Ok(row.changes)
    };
    let before = changes(conn)?;
    // By FTS5's own rule: a negative number begins a merge of everything, and fewer than two changes are the end.
    diesel::sql_query("INSERT INTO signal_search (signal_search, rank) VALUES ('merge', ?)")
        .bind::<BigInt, _>(if first { -PAGES } else { PAGES })
        .execute(conn)?;
    Ok(changes(conn)? - before >= 2)
}

/// Empties the write-ahead log into the file, so that nothing erased stands in it; false when a reader was in the way.
pub fn empty_log(conn: &mut Conn) -> QueryResult<bool> {
    #[derive(QueryableByName)]
    struct Checkpoint {
        #[diesel(sql_type = Integer)]
        busy: i32,
    }
    let row: Checkpoint = diesel::sql_query("PRAGMA wal_checkpoint(TRUNCATE)").get_result(conn)?;
    Ok(row.busy == 0)
}

/// Keys of jobs that may start now, oldest first. The caller writes their lease in the same transaction;
/// `BEGIN IMMEDIATE` keeps others out.
pub fn claimable_jobs(
    conn: &mut Conn,
    now: crate::At,
    most: i64,
) -> QueryResult<Vec<crate::Key<shared::id::JobId>>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Binary)]
        id: Vec<u8>,
    }
    let rows: Vec<Row> = diesel::sql_query(
        "SELECT id FROM jobs WHERE (state = 'queued' AND run_at <= ?) OR (state = 'running' AND lease_until < ?) \
         ORDER BY run_at, id LIMIT ?",
    )
    .bind::<BigInt, _>(now.micros())
    .bind::<BigInt, _>(now.micros())
    .bind::<BigInt, _>(most)
    .load(conn)?;
    let key = |row: Row| {
        uuid::Uuid::from_slice(&row.id)
            .ok()
            .map(|id| crate::Key(id.into()))
    };
    Ok(rows.into_iter().filter_map(key).collect())
}

/// What a pragma says.
pub fn setting(conn: &mut Conn, name: &'static str) -> QueryResult<Option<String>> {
    sql::<Text>(&format!("PRAGMA {name}"))
        .get_result(conn)
        .optional()
}
