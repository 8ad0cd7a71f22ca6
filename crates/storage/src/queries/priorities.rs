//! What counts, and what people scored on issues that have no place yet.

use diesel::prelude::*;
use policy::Scope;
use shared::id::{AuthorityId, IssueKey, MembershipId};

use super::{Conn, is_readable, is_writable};
use crate::Key;
use crate::records::{IssueScoresRecord, OpenedScoresRecord, PriorityWeightsRecord};
use crate::schema::{issue_scores, opened_scores, priority_weights};

/// What counts for an authority; nothing while nobody chose.
pub fn priority_weights_of(
    conn: &mut Conn,
    scope: &Scope,
    authority: AuthorityId,
) -> QueryResult<Option<PriorityWeightsRecord>> {
    priority_weights::table
        .filter(is_readable(priority_weights::authority_id, scope))
        .filter(priority_weights::authority_id.eq(Key(authority)))
        .select(PriorityWeightsRecord::as_select())
        .first(conn)
        .optional()
}

/// Writes weights whose version is one higher than the stored one, or the first; false when somebody else chose.
pub fn put_priority_weights(
    conn: &mut Conn,
    scope: &Scope,
    record: &PriorityWeightsRecord,
) -> QueryResult<bool> {
    if record.version == 1 {
        let added = diesel::insert_into(priority_weights::table)
            .values(record)
            .on_conflict_do_nothing()
            .execute(conn)?;
        return Ok(added > 0);
    }
    let query = priority_weights::table
        .filter(is_writable(priority_weights::authority_id, scope))
        .filter(priority_weights::version.eq(record.version - 1));
    Ok(diesel::update(query).set(record).execute(conn)? > 0)
}

/// What everybody scored on some issues.
pub fn issue_scores(
    conn: &mut Conn,
    scope: &Scope,
    issues: &[IssueKey],
) -> QueryResult<Vec<IssueScoresRecord>> {
    let issues: Vec<Key<IssueKey>> = issues.iter().copied().map(Key).collect();
    issue_scores::table
        .filter(is_readable(issue_scores::authority_id, scope))
        .filter(issue_scores::issue_id.eq_any(issues))
        .order((issue_scores::issue_id, issue_scores::membership_id))
        .select(IssueScoresRecord::as_select())
        .load(conn)
}

/// Puts what one person scored in the place of what she scored before.
pub fn put_issue_scores(
    conn: &mut Conn,
    _scope: &Scope,
    record: &IssueScoresRecord,
) -> QueryResult<()> {
    diesel::insert_into(issue_scores::table)
        .values(record)
        .on_conflict((
            issue_scores::authority_id,
            issue_scores::issue_id,
            issue_scores::membership_id,
        ))
        .do_update()
        .set(record)
        .execute(conn)?;
    Ok(())
}

/// Takes back what one person scored; false when there is nothing.
pub fn delete_issue_scores(
    conn: &mut Conn,
    scope: &Scope,
    issue: IssueKey,
    member: MembershipId,
) -> QueryResult<bool> {
    let query = issue_scores::table
        .filter(is_writable(issue_scores::authority_id, scope))
        .filter(issue_scores::issue_id.eq(Key(issue)))
        .filter(issue_scores::membership_id.eq(Key(member)));
    Ok(diesel::delete(query).execute(conn)? > 0)
}

/// Forgets who scored what on some issues, and that it was shown.
pub fn forget_issue_scores(conn: &mut Conn, scope: &Scope, issues: &[IssueKey]) -> QueryResult<()> {
    let issues: Vec<Key<IssueKey>> = issues.iter().copied().map(Key).collect();
    let scores = issue_scores::table
        .filter(is_writable(issue_scores::authority_id, scope))
        .filter(issue_scores::issue_id.eq_any(&issues));
    diesel::delete(scores).execute(conn)?;
    let opened = opened_scores::table
        .filter(is_writable(opened_scores::authority_id, scope))
        .filter(opened_scores::issue_id.eq_any(&issues));
    diesel::delete(opened).execute(conn)?;
    Ok(())
}

/// Of some issues those whose scores everybody may see.
pub fn opened_scores(
    conn: &mut Conn,
    scope: &Scope,
    issues: &[IssueKey],
) -> QueryResult<Vec<Key<IssueKey>>> {
    let issues: Vec<Key<IssueKey>> = issues.iter().copied().map(Key).collect();
    opened_scores::table
        .filter(is_readable(opened_scores::authority_id, scope))
        .filter(opened_scores::issue_id.eq_any(issues))
        .select(opened_scores::issue_id)
        .load(conn)
}

/// Shows the scores on an issue to everybody; a second time changes nothing.
pub fn open_scores(
    conn: &mut Conn,
    _scope: &Scope,
    record: &OpenedScoresRecord,
) -> QueryResult<()> {
    diesel::insert_into(opened_scores::table)
        .values(record)
        .on_conflict_do_nothing()
        .execute(conn)?;
    Ok(())
}
