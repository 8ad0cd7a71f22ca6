//! What PostgreSQL does in its own way, one function each.

use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::result::QueryResult;
use diesel::sql_types::{BigInt, Bool, Nullable, Text, Timestamptz};
use policy::{Scope, Urgency};
use shared::id::AuthorityId;

use super::Conn;
use crate::tx::query_types::Clause;

/// Begins a transaction and tells row-level security which authorities it may read, which one it may write, and for
/// whom; and how long a statement may take (trust.md §9: jobs a minute, requests 5 s). Local to the transaction, so that
/// a pooled connection carries nothing over. Ids are all that is put between the quotes.
pub fn begin_within(scope: &Scope) -> String {
    let reads: Vec<String> = scope.reads().iter().map(ToString::to_string).collect();
    let reads = if reads.is_empty() {
        String::new()
    } else {
        format!("{{{}}}", reads.join(","))
    };
    let writes = scope.writes().map(|authority| authority.to_string());
    let user = scope.user().map(|user| user.to_string());
    let patience = match scope.urgency() {
        Urgency::Background => "60s",
        _ => "5s",
    };
    format!(
        "BEGIN; SELECT set_config('app.authorities', '{reads}', true), set_config('app.authority', '{}', true), \
         set_config('app.user', '{}', true), set_config('statement_timeout', '{patience}', true)",
        writes.unwrap_or_default(),
        user.unwrap_or_default()
    )
}

/// PostgreSQL makes `signal_texts.words` by itself.
pub fn index_new_words(
    _conn: &mut Conn,
    _authority: AuthorityId,
    _row: i64,
    _terms: &str,
) -> QueryResult<()> {
    Ok(())
}

/// PostgreSQL makes `signal_texts.words` by itself.
pub fn index_words(
    _conn: &mut Conn,
    _authority: AuthorityId,
    _row: i64,
    _terms: &str,
) -> QueryResult<()> {
    Ok(())
}

/// SQL around the bound text of [`match_text`]: a condition on `signal_texts`.
pub const MATCH: (&str, &str) = ("signal_texts.words @@ to_tsquery('simple', ", ")");

/// "Contains one alternative of every clause", in the language of tsquery. Words come from crate `text` and hold
/// letters and digits only; row-level security and the query's own filter see to the authority. The last word of the
/// last clause may be the beginning of a longer one.
pub fn match_text(_scope: &Scope, clauses: &[Clause], goes_on: bool) -> String {
    let clause = |(position, clause): (usize, &Clause)| {
        let end = if goes_on && position + 1 == clauses.len() {
            ":*"
        } else {
            ""
        };
        let phrase = |words: &Vec<String>| format!("({}{end})", words.join(" <-> "));
        let alternatives: Vec<String> = clause.iter().map(phrase).collect();
        format!("({})", alternatives.join(" | "))
    };
    let clauses: Vec<String> = clauses.iter().enumerate().map(clause).collect();
    clauses.join(" & ")
}

/// The week of a signal, counted from Monday 3 January 2000.
pub const WEEK: &str = "((signals.received_on - DATE '2000-01-03') / 7)";

/// Tables with texts and addresses that people may have erased.
const ERASED_FROM: [&str; 9] = [
    "signal_texts",
    "signal_vectors",
    "trends",
    "notes",
    "questions",
    "provider_contacts",
    "push_subscriptions",
    "disclosures",
    "imports",
];
/// Bytes up to which a table is written anew, its indexes with it. Nobody can use it meanwhile, some two seconds for so
/// much. In a larger one dead rows are only taken away: the last few bytes of a page stay until a new row covers them.
const MOST_WRITTEN_ANEW: i64 = 256 << 20;

/// A row that was overwritten stays while a transaction that began earlier may still read it: requests last 5 s at most.
const TRIES: u32 = 40;
const PAUSE: Duration = Duration::from_millis(250);

/// Clears erased texts out of the tables' files (trust.md §8.3).
pub fn clear_erased(conn: &mut Conn) -> QueryResult<Cleared> {
    #[derive(QueryableByName)]
    struct Table {
        #[diesel(sql_type = Bool)]
        is_own: bool,
        #[diesel(sql_type = BigInt)]
        bytes: i64,
    }
    conn.batch_execute("SET statement_timeout = '60s'; SET lock_timeout = '3s'")?;
    for name in ERASED_FROM {
        let table: Table = diesel::sql_query(
            "SELECT pg_has_role(relowner, 'USAGE') AS is_own, pg_total_relation_size(oid) AS bytes \
             FROM pg_class WHERE oid = $1::regclass",
        )
        .bind::<Text, _>(name)
        .get_result(conn)?;
        if !table.is_own {
            return Ok(Cleared::NotOwner);
        }
        if !take_dead_rows(conn, name)? {
            return Ok(Cleared::StillRead);
        }
        if table.bytes <= MOST_WRITTEN_ANEW {
            conn.batch_execute(&format!("VACUUM (FULL) {name}"))?;
        }
    }
    Ok(Cleared::All)
}

/// How far clearing came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cleared {
    /// Nothing erased is left.
    All,
    /// This role does not own the tables.
    NotOwner,
    /// A transaction that began before the erasure goes on.
    StillRead,
}

/// Vacuums a table until no dead row is left in it; false when some transaction outlasts that.
fn take_dead_rows(conn: &mut Conn, table: &str) -> QueryResult<bool> {
    #[derive(QueryableByName)]
    struct Dead {
        #[diesel(sql_type = BigInt)]
        rows: i64,
    }
    for _ in 0..TRIES {
        // A statement of its own: this cannot be part of a transaction. It notes which dead rows it had to leave.
        conn.batch_execute(&format!("VACUUM {table}"))?;
        let dead: Dead = diesel::sql_query(
            "SELECT coalesce(sum(n_dead_tup), 0)::bigint AS rows FROM pg_stat_all_tables s JOIN pg_class c \
             ON s.relid IN (c.oid, c.reltoastrelid) WHERE c.oid = $1::regclass",
        )
        .bind::<Text, _>(table)
        .get_result(conn)?;
        if dead.rows == 0 {
            return Ok(true);
        }
        std::thread::sleep(PAUSE);
    }
    Ok(false)
}

/// Keys of jobs that may start now, oldest first, locked against other instances until the transaction ends.
pub fn claimable_jobs(
    conn: &mut Conn,
    now: crate::At,
    most: i64,
) -> QueryResult<Vec<crate::Key<shared::id::JobId>>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = diesel::sql_types::Uuid)]
        id: uuid::Uuid,
    }
    let rows: Vec<Row> = diesel::sql_query(
        "SELECT id FROM jobs WHERE (state = 'queued' AND run_at <= $1) OR (state = 'running' AND lease_until < $1) \
         ORDER BY run_at, id LIMIT $2 FOR UPDATE SKIP LOCKED",
    )
    .bind::<Timestamptz, _>(now.utc())
    .bind::<BigInt, _>(most)
    .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|row| crate::Key(row.id.into()))
        .collect())
}

/// What a parameter is set to.
pub fn setting(conn: &mut Conn, name: &'static str) -> QueryResult<Option<String>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Nullable<Text>)]
        value: Option<String>,
    }
    let row: Row = diesel::sql_query("SELECT current_setting($1, true) AS value")
        .bind::<Text, _>(name)
        .get_result(conn)?;
    Ok(row.value)
}
