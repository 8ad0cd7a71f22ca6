//! What was erased, so that a restored backup forgets it again.

use diesel::prelude::*;
use policy::Scope;

use super::{Conn, is_readable};
use crate::At;
use crate::records::ErasureRecord;
use crate::schema::erasure_log;

/// Remembers that something was erased: an id and a time, nothing else.
pub fn insert_erasure(conn: &mut Conn, _scope: &Scope, record: &ErasureRecord) -> QueryResult<()> {
    diesel::insert_into(erasure_log::table)
        .values(record)
        .execute(conn)?;
    Ok(())
}

/// What was erased since a moment, oldest first.
pub fn erasures_since(
    conn: &mut Conn,
    scope: &Scope,
    since: At,
) -> QueryResult<Vec<ErasureRecord>> {
    erasure_log::table
        .filter(is_readable(erasure_log::authority_id, scope))
        .filter(erasure_log::at.ge(since))
        .order((erasure_log::at, erasure_log::id))
        .select(ErasureRecord::as_select())
        .load(conn)
}
