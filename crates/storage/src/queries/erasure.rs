//! What was erased, so that a restored backup forgets it again.

use diesel::prelude::*;
use policy::Scope;

use super::Conn;
use crate::records::ErasureRecord;
use crate::schema::erasure_log;

/// Remembers that something was erased: an id and a time, nothing else.
pub fn insert_erasure(conn: &mut Conn, _scope: &Scope, record: &ErasureRecord) -> QueryResult<()> {
    diesel::insert_into(erasure_log::table)
        .values(record)
        .execute(conn)?;
    Ok(())
}
