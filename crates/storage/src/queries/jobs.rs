//! Background work. The table is global and holds ids only; whatever a job touches goes through its authority's scope.

use diesel::dsl::exists;
use diesel::prelude::*;
use policy::Scope;
use shared::codes::JobState;
use shared::id::{AuthorityId, JobId, MembershipId};
use shared::life_cycle::ActionState;
use shared::time::Day;

use super::{Backend, Conn, dialect, is_readable};
use crate::records::{ActionRecord, JobRecord, UserRecord};
use crate::schema::{actions, jobs, memberships, users};
use crate::{At, Key, On, Stored};

/// Queues a job, in the transaction that causes it.
pub fn insert_job(conn: &mut Conn, record: &JobRecord) -> QueryResult<()> {
    diesel::insert_into(jobs::table)
        .values(record)
        .execute(conn)?;
    Ok(())
}

/// Takes back what is due of one kind in an authority, for work of which once is enough for all that was asked.
pub fn drop_due_jobs(
    conn: &mut Conn,
    kind: &str,
    authority: AuthorityId,
    now: At,
) -> QueryResult<usize> {
    let due = jobs::table
        .filter(jobs::state.eq(Stored(JobState::Queued)))
        .filter(jobs::run_at.le(now))
        .filter(jobs::kind.eq(kind))
        .filter(jobs::authority_id.eq(Key(authority)));
    diesel::delete(due).execute(conn)
}

/// True when a job may start now. Reading is cheap; claiming takes the writer's seat.
pub fn is_job_due(conn: &mut Conn, now: At) -> QueryResult<bool> {
    let queued = jobs::table
        .filter(jobs::state.eq(Stored(JobState::Queued)))
        .filter(jobs::run_at.le(now));
    let abandoned = jobs::table
        .filter(jobs::state.eq(Stored(JobState::Running)))
        .filter(jobs::lease_until.lt(now));
    let is_due: bool = diesel::select(exists(queued)).get_result(conn)?;
    if is_due {
        return Ok(true);
    }
    diesel::select(exists(abandoned)).get_result(conn)
}

/// Takes jobs that may start now under a lease, oldest first.
pub fn claim_jobs(
    conn: &mut Conn,
    owner: Key<uuid::Uuid>,
    now: At,
    lease_until: At,
    most: i64,
) -> QueryResult<Vec<JobRecord>> {
    let keys = dialect::claimable_jobs(conn, now, most)?;
    let query = jobs::table.filter(jobs::id.eq_any(keys));
    diesel::update(query)
        .set((
            jobs::state.eq(Stored(JobState::Running)),
            jobs::lease_owner.eq(owner),
            jobs::lease_until.eq(lease_until),
            jobs::attempts.eq(jobs::attempts + 1),
        ))
        .returning(JobRecord::as_returning())
        .get_results(conn)
}

/// Writes down what became of a job, if this owner still holds it; false when the lease went to somebody else.
pub fn settle_job(
    conn: &mut Conn,
    owner: Key<uuid::Uuid>,
    id: JobId,
    state: JobState,
    run_at: At,
    error: Option<&str>,
    finished_at: Option<At>,
) -> QueryResult<bool> {
    let query = jobs::table
        .filter(jobs::id.eq(Key(id)))
        .filter(jobs::lease_owner.eq(owner));
    let settled = diesel::update(query)
        .set((
            jobs::state.eq(Stored(state)),
            jobs::run_at.eq(run_at),
            jobs::last_error.eq(error),
            jobs::finished_at.eq(finished_at),
            jobs::lease_until.eq(None::<At>),
            jobs::lease_owner.eq(None::<Key<uuid::Uuid>>),
        ))
        .execute(conn)?;
    Ok(settled > 0)
}

/// Prolongs the lease of a long job.
pub fn extend_lease(
    conn: &mut Conn,
    owner: Key<uuid::Uuid>,
    id: JobId,
    lease_until: At,
) -> QueryResult<bool> {
    let query = jobs::table
        .filter(jobs::id.eq(Key(id)))
        .filter(jobs::lease_owner.eq(owner));
    Ok(diesel::update(query)
        .set(jobs::lease_until.eq(lease_until))
        .execute(conn)?
        > 0)
}

/// Jobs in a state, oldest first.
pub fn jobs_in(conn: &mut Conn, state: JobState, most: i64) -> QueryResult<Vec<JobRecord>> {
    let query = jobs::table.filter(jobs::state.eq(Stored(state)));
    query
        .order((jobs::run_at, jobs::id))
        .limit(most)
        .select(JobRecord::as_select())
        .load(conn)
}

/// Puts dead jobs back in the queue: one, or all.
pub fn replay_jobs(conn: &mut Conn, id: Option<JobId>, now: At) -> QueryResult<usize> {
    let mut query = diesel::update(jobs::table.filter(jobs::state.eq(Stored(JobState::Dead))))
        .into_boxed::<Backend>();
    if let Some(id) = id {
        query = query.filter(jobs::id.eq(Key(id)));
    }
    query
        .set((
            jobs::state.eq(Stored(JobState::Queued)),
            jobs::run_at.eq(now),
            jobs::attempts.eq(0),
            jobs::last_error.eq(None::<String>),
            jobs::finished_at.eq(None::<At>),
        ))
        .execute(conn)
}

/// How many jobs stand in each state.
pub fn count_jobs(conn: &mut Conn) -> QueryResult<Vec<(JobState, i64)>> {
    let rows: Vec<(Stored<JobState>, i64)> = jobs::table
        .group_by(jobs::state)
        .select((jobs::state, diesel::dsl::count_star()))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(state, count)| (state.0, count))
        .collect())
}

/// Drops jobs that ended before a moment.
pub fn expire_jobs(conn: &mut Conn, before: At) -> QueryResult<usize> {
    diesel::delete(jobs::table.filter(jobs::finished_at.lt(before))).execute(conn)
}

/// Queues a job unless one with its id exists; true when it was queued. For work that comes round by itself: every
/// instance makes up the same id for the same round.
pub fn insert_job_once(conn: &mut Conn, record: &JobRecord) -> QueryResult<bool> {
    let added = diesel::insert_into(jobs::table)
        .values(record)
        .on_conflict(jobs::id)
        .do_nothing()
        .execute(conn)?;
    Ok(added > 0)
}

/// Gives back what this owner holds, so that others need not wait for the leases to end.
pub fn release_jobs(conn: &mut Conn, owner: Key<uuid::Uuid>, now: At) -> QueryResult<usize> {
    let query = jobs::table
        .filter(jobs::lease_owner.eq(owner))
        .filter(jobs::state.eq(Stored(JobState::Running)));
    diesel::update(query)
        .set((
            jobs::state.eq(Stored(JobState::Queued)),
            jobs::run_at.eq(now),
            jobs::lease_until.eq(None::<At>),
            jobs::lease_owner.eq(None::<Key<uuid::Uuid>>),
        ))
        .execute(conn)
}

/// Actions that are not over, must be done before or on a day, and have somebody to remind.
pub fn actions_due(conn: &mut Conn, scope: &Scope, until: Day) -> QueryResult<Vec<ActionRecord>> {
    let open = [ActionState::Planned, ActionState::Running].map(Stored);
    actions::table
        .filter(is_readable(actions::authority_id, scope))
        .filter(actions::state.eq_any(open))
        .filter(actions::due_on.le(On(until)))
        .filter(actions::owner_membership_id.is_not_null())
        .order((actions::due_on, actions::id))
        .select(ActionRecord::as_select())
        .load(conn)
}

/// The person behind a membership that has not ended.
pub fn user_behind(
    conn: &mut Conn,
    scope: &Scope,
    member: MembershipId,
) -> QueryResult<Option<UserRecord>> {
    memberships::table
        .inner_join(users::table.on(users::id.eq(memberships::user_id)))
        .filter(is_readable(memberships::authority_id, scope))
        .filter(memberships::id.eq(Key(member)))
        .filter(memberships::ended_at.is_null())
        .filter(users::disabled_at.is_null())
        .select(UserRecord::as_select())
        .first(conn)
        .optional()
}
