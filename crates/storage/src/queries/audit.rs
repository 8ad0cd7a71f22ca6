//! The audit log.

use diesel::prelude::*;
use policy::Scope;

use super::{Backend, Conn, readable};
use crate::records::AuditRecord;
use crate::schema::audit;

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
    before: Option<(crate::At, crate::Key<shared::id::AuditId>)>,
    most: i64,
) -> QueryResult<Vec<AuditRecord>> {
    let mut query = audit::table
        .filter(audit::authority_id.eq_any(readable(scope)))
        .select(AuditRecord::as_select())
        .order((audit::at.desc(), audit::id.desc()))
        .limit(most)
        .into_boxed::<Backend>();
    if let Some((at, id)) = before {
        query = query.filter(audit::at.lt(at).or(audit::at.eq(at).and(audit::id.lt(id))));
    }
    query.load(conn)
}
