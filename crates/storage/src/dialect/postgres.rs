//! What PostgreSQL does in its own way, one function each.

use diesel::prelude::*;
use diesel::result::QueryResult;
use diesel::sql_types::{BigInt, Nullable, Text, Timestamptz};
use policy::{Scope, Urgency};
use shared::id::AuthorityId;

use super::Conn;
use crate::tx::query_types::Clause;

/// Tells row-level security which authorities this transaction may read, which one it may write, and for whom; and how
/// long a statement may take (trust.md §9: jobs a minute, requests 5 s). Local to the transaction, so that a pooled connection carries nothing over.
pub fn enter_scope(conn: &mut Conn, scope: &Scope) -> QueryResult<()> {
    let reads: Vec<String> = scope.reads().iter().map(ToString::to_string).collect();
    let writes = scope
        .writes()
        .map(|authority| authority.to_string())
        .unwrap_or_default();
    let user = scope
        .user()
        .map(|user| user.to_string())
        .unwrap_or_default();
    diesel::sql_query(
        "SELECT set_config('app.authorities', $1, true), set_config('app.authority', $2, true), \
         set_config('app.user', $3, true), set_config('statement_timeout', $4, true)",
    )
    .bind::<Text, _>(if reads.is_empty() {
        String::new()
    } else {
        format!("{{{}}}", reads.join(","))
    })
    .bind::<Text, _>(writes)
    .bind::<Text, _>(user)
    .bind::<Text, _>(match scope.urgency() {
        Urgency::Background => "60s",
        _ => "5s",
    })
    .execute(conn)?;
    Ok(())
}

/// PostgreSQL indexes `signal_texts.search_terms` by itself.
pub fn index_new_words(
    _conn: &mut Conn,
    _authority: AuthorityId,
    _row: i64,
    _terms: &str,
) -> QueryResult<()> {
    Ok(())
}

/// PostgreSQL indexes `signal_texts.search_terms` by itself.
pub fn index_words(
    _conn: &mut Conn,
    _authority: AuthorityId,
    _row: i64,
    _terms: &str,
) -> QueryResult<()> {
    Ok(())
}

/// SQL around the bound text of [`match_text`]: a condition on `signal_texts`.
pub const MATCH: (&str, &str) = (
    "to_tsvector('simple', signal_texts.search_terms) @@ to_tsquery('simple', ",
    ")",
);

/// "Contains one alternative of every clause", in the language of tsquery. Words come from crate `text` and hold
/// letters and digits only; row-level security and the query's own filter see to the authority.
pub fn match_text(_scope: &Scope, clauses: &[Clause]) -> String {
    let phrase = |words: &Vec<String>| format!("({})", words.join(" <-> "));
    let clause = |clause: &Clause| clause.iter().map(phrase).collect::<Vec<_>>().join(" | ");
    let clauses: Vec<String> = clauses
        .iter()
        .map(|alternatives| format!("({})", clause(alternatives)))
        .collect();
    clauses.join(" & ")
}

/// Autovacuum and a nightly REINDEX job take erased words off the disk (trust.md §8.3).
pub fn forget_erased(_conn: &mut Conn) -> QueryResult<()> {
    Ok(())
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
