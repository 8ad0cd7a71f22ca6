//! The audit log and its seals. Entries are added, never changed or removed; a seal is written once and signed once.

use diesel::prelude::*;
use policy::Scope;
use shared::id::AuditId;

use super::{Backend, Conn, is_readable, is_writable};
use crate::records::{AuditRecord, AuditSealRecord, AuditSealedRecord};
use crate::schema::{audit, audit_sealed, audit_seals};
use crate::{At, Key};

/// Adds an entry; nothing ever changes or removes one.
pub fn insert_audit(conn: &mut Conn, _scope: &Scope, record: &AuditRecord) -> QueryResult<()> {
    diesel::insert_into(audit::table)
        .values(record)
        .execute(conn)?;
    Ok(())
}

/// Entries, newest first, older than `before`.
pub fn audit_entries(
    conn: &mut Conn,
    scope: &Scope,
    before: Option<(At, Key<AuditId>)>,
    most: i64,
) -> QueryResult<Vec<AuditRecord>> {
    let mut query = audit::table
        .filter(is_readable(audit::authority_id, scope))
        .select(AuditRecord::as_select())
        .order((audit::at.desc(), audit::id.desc()))
        .limit(most)
        .into_boxed::<Backend>();
    if let Some((at, id)) = before {
        query = query.filter(audit::at.lt(at).or(audit::at.eq(at).and(audit::id.lt(id))));
    }
    query.load(conn)
}

/// Entries about one thing, newest first.
pub fn audit_entries_about(
    conn: &mut Conn,
    scope: &Scope,
    object_id: &str,
    most: i64,
) -> QueryResult<Vec<AuditRecord>> {
    audit::table
        .filter(is_readable(audit::authority_id, scope))
        .filter(audit::object_id.eq(object_id))
        .select(AuditRecord::as_select())
        .order((audit::at.desc(), audit::id.desc()))
        .limit(most)
        .load(conn)
}

/// Which of these entries stand in a seal.
pub fn sealed_among(
    conn: &mut Conn,
    scope: &Scope,
    ids: &[AuditId],
) -> QueryResult<Vec<Key<AuditId>>> {
    let ids: Vec<Key<AuditId>> = ids.iter().copied().map(Key).collect();
    audit_sealed::table
        .filter(is_readable(audit_sealed::authority_id, scope))
        .filter(audit_sealed::audit_id.eq_any(ids))
        .select(audit_sealed::audit_id)
        .load(conn)
}

/// Entries from `from` on and before `before` that stand in no seal, oldest first.
pub fn unsealed_audit(
    conn: &mut Conn,
    scope: &Scope,
    from: At,
    before: At,
    most: i64,
) -> QueryResult<Vec<AuditRecord>> {
    let sealed = audit_sealed::table
        .filter(is_readable(audit_sealed::authority_id, scope))
        .filter(audit_sealed::authority_id.eq(audit::authority_id))
        .filter(audit_sealed::audit_id.eq(audit::id))
        .select(audit_sealed::seal_no);
    audit::table
        .filter(is_readable(audit::authority_id, scope))
        .filter(audit::at.ge(from))
        .filter(audit::at.lt(before))
        .filter(diesel::dsl::not(diesel::dsl::exists(sealed)))
        .order((audit::at, audit::id))
        .limit(most)
        .select(AuditRecord::as_select())
        .load(conn)
}

/// How many entries before a moment stand in no seal.
pub fn count_unsealed(conn: &mut Conn, scope: &Scope, before: At) -> QueryResult<i64> {
    let sealed = audit_sealed::table
        .filter(audit_sealed::authority_id.eq(audit::authority_id))
        .filter(audit_sealed::audit_id.eq(audit::id))
        .select(audit_sealed::seal_no);
    audit::table
        .filter(is_readable(audit::authority_id, scope))
        .filter(audit::at.lt(before))
        .filter(diesel::dsl::not(diesel::dsl::exists(sealed)))
        .count()
        .get_result(conn)
}

/// The newest seal.
pub fn last_seal(conn: &mut Conn, scope: &Scope) -> QueryResult<Option<AuditSealRecord>> {
    audit_seals::table
        .filter(is_readable(audit_seals::authority_id, scope))
        .order(audit_seals::seal_no.desc())
        .select(AuditSealRecord::as_select())
        .first(conn)
        .optional()
}

/// The newest seal that is signed.
pub fn last_signed_seal(conn: &mut Conn, scope: &Scope) -> QueryResult<Option<AuditSealRecord>> {
    audit_seals::table
        .filter(is_readable(audit_seals::authority_id, scope))
        .filter(audit_seals::signature.is_not_null())
        .order(audit_seals::seal_no.desc())
        .select(AuditSealRecord::as_select())
        .first(conn)
        .optional()
}

/// Writes a seal and which entries stand in it, in their order.
pub fn insert_seal(
    conn: &mut Conn,
    _scope: &Scope,
    seal: &AuditSealRecord,
    rows: &[AuditSealedRecord],
) -> QueryResult<()> {
    diesel::insert_into(audit_seals::table)
        .values(seal)
        .execute(conn)?;
    diesel::insert_into(audit_sealed::table)
        .values(rows)
        .execute(conn)?;
    Ok(())
}

/// Signs a seal that is not signed yet; false when it is.
pub fn sign_seal(
    conn: &mut Conn,
    scope: &Scope,
    seal_no: i64,
    signature: &[u8],
) -> QueryResult<bool> {
    let query = audit_seals::table
        .filter(is_writable(audit_seals::authority_id, scope))
        .filter(audit_seals::seal_no.eq(seal_no))
        .filter(audit_seals::signature.is_null());
    let signed = diesel::update(query).set(audit_seals::signature.eq(signature));
    Ok(signed.execute(conn)? > 0)
}

/// Seals behind a number, in their order.
pub fn seals_after(
    conn: &mut Conn,
    scope: &Scope,
    seal_no: i64,
    most: i64,
) -> QueryResult<Vec<AuditSealRecord>> {
    audit_seals::table
        .filter(is_readable(audit_seals::authority_id, scope))
        .filter(audit_seals::seal_no.gt(seal_no))
        .order(audit_seals::seal_no)
        .limit(most)
        .select(AuditSealRecord::as_select())
        .load(conn)
}

/// What stands in seals `from` to `to`, in order; the entry is absent when somebody removed it.
pub fn sealed_entries(
    conn: &mut Conn,
    scope: &Scope,
    from: i64,
    to: i64,
) -> QueryResult<Vec<(AuditSealedRecord, Option<AuditRecord>)>> {
    audit_sealed::table
        .left_join(
            audit::table.on(audit::authority_id
                .eq(audit_sealed::authority_id)
                .and(audit::id.eq(audit_sealed::audit_id))),
        )
        .filter(is_readable(audit_sealed::authority_id, scope))
        .filter(audit_sealed::seal_no.between(from, to))
        .order((audit_sealed::seal_no, audit_sealed::position))
        .select((
            AuditSealedRecord::as_select(),
            Option::<AuditRecord>::as_select(),
        ))
        .load(conn)
}

/// How many entries claim to stand in a seal behind this number.
pub fn count_sealed_after(conn: &mut Conn, scope: &Scope, seal_no: i64) -> QueryResult<i64> {
    audit_sealed::table
        .filter(is_readable(audit_sealed::authority_id, scope))
        .filter(audit_sealed::seal_no.gt(seal_no))
        .count()
        .get_result(conn)
}
