//! Counts of what waits (D1).

use diesel::dsl::count_star;
use diesel::prelude::*;
use policy::Scope;
use shared::life_cycle::{ActionState, IssueState, SignalState};

use super::feedback::count_batches;
use super::issues::is_back;
use super::{Backend, Conn, earlier, is_readable, is_writable, latest};
use crate::schema::{actions, issues, questions, signals};
use crate::tx::query_types::{Todays, WaitingIssues, WaitingSignals};
use crate::{On, Stored};

/// What waits for those who read signals, in authorities of which each has its own today.
pub fn waiting_signals(
    conn: &mut Conn,
    scope: &Scope,
    todays: &Todays,
) -> QueryResult<WaitingSignals> {
    let Some(today) = latest(todays) else {
        return Ok(WaitingSignals::default());
    };
    let by_state: Vec<(Stored<SignalState>, i64)> = signals::table
        .filter(is_readable(signals::authority_id, scope))
        .group_by(signals::state)
        .select((signals::state, count_star()))
        .load(conn)?;
    let mut late = signals::table
        .filter(is_readable(signals::authority_id, scope))
        .filter(signals::promised_on.lt(On(today)))
        .filter(signals::first_response_at.is_null())
        .filter(signals::ended_at.is_null())
        .into_boxed::<Backend>();
    for (today, authorities) in earlier(todays) {
        let is_elsewhere = signals::authority_id.ne_all(authorities);
        late = late.filter(is_elsewhere.or(signals::promised_on.lt(On(today))));
    }
    let late: i64 = late.count().get_result(conn)?;
    let answered: i64 = questions::table
        .filter(is_readable(questions::authority_id, scope))
        .filter(questions::answered_at.is_not_null())
        .filter(questions::seen_at.is_null())
        .count()
        .get_result(conn)?;
    let feedback_due = count_batches(conn, scope)?;
    Ok(WaitingSignals {
        by_state: plain(by_state),
        late,
        answered,
        feedback_due,
    })
}

/// What waits for those who read issues, in authorities of which each has its own today.
pub fn waiting_issues(
    conn: &mut Conn,
    scope: &Scope,
    todays: &Todays,
) -> QueryResult<WaitingIssues> {
    let Some(today) = latest(todays) else {
        return Ok(WaitingIssues::default());
    };
    let by_state: Vec<(Stored<IssueState>, i64)> = issues::table
        .filter(is_readable(issues::authority_id, scope))
        .group_by(issues::state)
        .select((issues::state, count_star()))
        .load(conn)?;
    let to_review: i64 = issues::table
        .filter(is_readable(issues::authority_id, scope))
        .filter(is_back())
        .count()
        .get_result(conn)?;
    let mut actions_late = actions::table
        .filter(is_readable(actions::authority_id, scope))
        .filter(actions::state.eq_any([Stored(ActionState::Planned), Stored(ActionState::Running)]))
        .filter(actions::due_on.lt(On(today)))
        .into_boxed::<Backend>();
    for (today, authorities) in earlier(todays) {
        let is_elsewhere = actions::authority_id.ne_all(authorities);
        actions_late = actions_late.filter(is_elsewhere.or(actions::due_on.lt(On(today))));
    }
    Ok(WaitingIssues {
        by_state: plain(by_state),
        to_review,
        actions_late: actions_late.count().get_result(conn)?,
    })
}

fn plain<S: std::fmt::Debug>(counts: Vec<(Stored<S>, i64)>) -> Vec<(S, i64)> {
    let plain = |(state, count): (Stored<S>, i64)| (state.0, count);
    counts.into_iter().map(plain).collect()
}

/// Marks answers as seen once a processor opened the signal.
pub fn see_answers(
    conn: &mut Conn,
    scope: &Scope,
    signal: shared::id::SignalKey,
    at: crate::At,
) -> QueryResult<()> {
    let query = questions::table
        .filter(is_writable(questions::authority_id, scope))
        .filter(questions::signal_id.eq(crate::Key(signal)))
        .filter(questions::answered_at.is_not_null())
        .filter(questions::seen_at.is_null());
    diesel::update(query)
        .set(questions::seen_at.eq(at))
        .execute(conn)?;
    Ok(())
}
