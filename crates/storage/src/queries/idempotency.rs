//! What was answered to which key (trust.md §9, exactly once).

use diesel::prelude::*;
use policy::Scope;
use shared::id::IdempotencyKey;

use super::{Conn, is_readable, is_writable};
use crate::records::IdempotencyRecord;
use crate::schema::idempotency;
use crate::{At, Key};

/// The answer that was given to this key, if there was one.
pub fn idempotency(
    conn: &mut Conn,
    scope: &Scope,
    caller: &[u8],
    operation: &str,
    key: IdempotencyKey,
) -> QueryResult<Option<IdempotencyRecord>> {
    idempotency::table
        .filter(is_readable(idempotency::authority_id, scope))
        .filter(idempotency::caller.eq(caller))
        .filter(idempotency::operation.eq(operation))
        .filter(idempotency::key.eq(Key(key)))
        .select(IdempotencyRecord::as_select())
        .first(conn)
        .optional()
}

/// Remembers an answer, in the transaction that made it.
pub fn insert_idempotency(
    conn: &mut Conn,
    _scope: &Scope,
    record: &IdempotencyRecord,
) -> QueryResult<()> {
    diesel::insert_into(idempotency::table)
        .values(record)
        .execute(conn)?;
    Ok(())
}

/// Drops answers older than the client may repeat (30 days).
pub fn expire_idempotency(conn: &mut Conn, scope: &Scope, before: At) -> QueryResult<usize> {
    let query = idempotency::table
        .filter(is_writable(idempotency::authority_id, scope))
        .filter(idempotency::created_at.lt(before));
    diesel::delete(query).execute(conn)
}
