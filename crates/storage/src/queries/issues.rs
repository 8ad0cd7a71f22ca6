//! Issues, their links to signals, lineage and recognitions.

use diesel::prelude::*;
use policy::Scope;
use shared::id::{IssueId, IssueKey, SignalKey};

use super::{Conn, readable, writable};
use crate::records::{IssueRecord, IssueSignalRecord};
use crate::schema::{issue_signals, issues};
use crate::{At, Key};

/// One issue by the id that the world knows.
pub fn issue(conn: &mut Conn, scope: &Scope, id: IssueId) -> QueryResult<Option<IssueRecord>> {
    issues::table
        .filter(issues::authority_id.eq_any(readable(scope)))
        .filter(issues::public_id.eq(Key(id)))
        .select(IssueRecord::as_select())
        .first(conn)
        .optional()
}

/// Writes an issue back, unless somebody else did since it was read; false then. The record carries the new version.
pub fn update_issue(conn: &mut Conn, scope: &Scope, record: &IssueRecord) -> QueryResult<bool> {
    let query = issues::table
        .filter(issues::authority_id.eq_any(writable(scope)))
        .filter(issues::id.eq(record.id))
        .filter(issues::version.eq(record.version - 1));
    Ok(diesel::update(query).set(record).execute(conn)? > 0)
}

/// Links a signal to an issue, for the first time or again.
pub fn put_issue_signal(
    conn: &mut Conn,
    _scope: &Scope,
    record: &IssueSignalRecord,
) -> QueryResult<()> {
    diesel::insert_into(issue_signals::table)
        .values(record)
        .on_conflict((
            issue_signals::authority_id,
            issue_signals::issue_id,
            issue_signals::signal_id,
        ))
        .do_update()
        .set((
            issue_signals::linked_at.eq(record.linked_at),
            issue_signals::membership_id.eq(record.membership_id),
            issue_signals::unlinked_at.eq(None::<At>),
        ))
        .execute(conn)?;
    Ok(())
}

/// Ends a link; the row stays as history.
pub fn end_issue_signal(
    conn: &mut Conn,
    scope: &Scope,
    issue: IssueKey,
    signal: SignalKey,
    at: At,
) -> QueryResult<()> {
    let query = issue_signals::table
        .filter(issue_signals::authority_id.eq_any(writable(scope)))
        .filter(issue_signals::issue_id.eq(Key(issue)))
        .filter(issue_signals::signal_id.eq(Key(signal)));
    diesel::update(query).set(issue_signals::unlinked_at.eq(at)).execute(conn)?;
    Ok(())
}
