//! Background work. The table is global and holds ids only; whatever a job touches goes through its authority's scope.

use diesel::prelude::*;
use shared::id::JobId;

use super::{Backend, Conn, dialect};
use shared::codes::JobState;

use crate::records::JobRecord;
use crate::schema::jobs;
use crate::{At, Key, Stored};

/// Queues a job, in the transaction that causes it.
pub fn insert_job(conn: &mut Conn, record: &JobRecord) -> QueryResult<()> {
    diesel::insert_into(jobs::table)
        .values(record)
        .execute(conn)?;
    Ok(())
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
