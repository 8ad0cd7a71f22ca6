//! What is done about issues.

use diesel::prelude::*;
use policy::Scope;
use shared::id::{ActionId, IssueKey, MembershipId, OrganisationId};
use shared::life_cycle::ActionState;

use super::{Backend, Conn, earlier, is_readable, is_writable, latest};
use crate::records::ActionRecord;
use crate::schema::{actions, issues, memberships, organisations};
use crate::tx::query_types::{ActionQuery, ActionRow};
use crate::{Key, On, Stored};

/// Adds an action.
pub fn insert_action(conn: &mut Conn, _scope: &Scope, record: &ActionRecord) -> QueryResult<()> {
    diesel::insert_into(actions::table)
        .values(record)
        .execute(conn)?;
    Ok(())
}

/// Writes an action back, unless somebody else did since it was read; false then. The record carries the new version.
pub fn update_action(conn: &mut Conn, scope: &Scope, record: &ActionRecord) -> QueryResult<bool> {
    let query = actions::table
        .filter(is_writable(actions::authority_id, scope))
        .filter(actions::id.eq(record.id))
        .filter(actions::version.eq(record.version - 1));
    Ok(diesel::update(query).set(record).execute(conn)? > 0)
}

/// One action.
pub fn action(conn: &mut Conn, scope: &Scope, id: ActionId) -> QueryResult<Option<ActionRecord>> {
    actions::table
        .filter(is_readable(actions::authority_id, scope))
        .filter(actions::id.eq(Key(id)))
        .select(ActionRecord::as_select())
        .first(conn)
        .optional()
}

/// Actions on issues, the first due first.
pub fn actions_of_issues(
    conn: &mut Conn,
    scope: &Scope,
    issues: &[IssueKey],
) -> QueryResult<Vec<ActionRecord>> {
    let issues: Vec<Key<IssueKey>> = issues.iter().copied().map(Key).collect();
    actions::table
        .filter(is_readable(actions::authority_id, scope))
        .filter(actions::issue_id.eq_any(issues))
        .order((actions::due_on, actions::id))
        .select(ActionRecord::as_select())
        .load(conn)
}

/// One page of actions, the first due first.
pub fn list_actions(
    conn: &mut Conn,
    scope: &Scope,
    query: &ActionQuery,
) -> QueryResult<Vec<ActionRow>> {
    let of_issue = issues::authority_id
        .eq(actions::authority_id)
        .and(issues::id.eq(actions::issue_id));
    let of_owner = organisations::authority_id
        .eq(actions::authority_id)
        .and(organisations::id.eq(actions::owner_organisation_id));
    let mut statement = actions::table
        .inner_join(issues::table.on(of_issue))
        .inner_join(organisations::table.on(of_owner))
        .filter(is_readable(actions::authority_id, scope))
        .order((actions::due_on, actions::id))
        .limit(query.most)
        .select((
            ActionRecord::as_select(),
            issues::public_id,
            issues::number,
            organisations::name,
        ))
        .into_boxed::<Backend>();
    if !query.state.is_empty() {
        let states: Vec<_> = query.state.iter().copied().map(Stored).collect();
        statement = statement.filter(actions::state.eq_any(states));
    }
    if !query.owner.is_empty() {
        let owners: Vec<Key<OrganisationId>> = query.owner.iter().copied().map(Key).collect();
        statement = statement.filter(actions::owner_organisation_id.eq_any(owners));
    }
    if let Some(latest) = latest(&query.overdue_on) {
        let open = [ActionState::Planned, ActionState::Running].map(Stored);
        statement = statement
            .filter(actions::due_on.lt(On(latest)))
            .filter(actions::state.eq_any(open));
        for (today, authorities) in earlier(&query.overdue_on) {
            let is_elsewhere = actions::authority_id.ne_all(authorities);
            statement = statement.filter(is_elsewhere.or(actions::due_on.lt(On(today))));
        }
    }
    if let Some((due_on, id)) = query.after {
        statement = statement.filter(
            actions::due_on
                .gt(On(due_on))
                .or(actions::due_on.eq(On(due_on)).and(actions::id.gt(Key(id)))),
        );
    }
    statement.load(conn)
}

/// True when somebody is a member of staff here, and so can own something.
pub fn is_member(conn: &mut Conn, scope: &Scope, member: MembershipId) -> QueryResult<bool> {
    let query = memberships::table
        .filter(is_readable(memberships::authority_id, scope))
        .filter(memberships::id.eq(Key(member)))
        .filter(memberships::ended_at.is_null());
    Ok(query.count().get_result::<i64>(conn)? > 0)
}
