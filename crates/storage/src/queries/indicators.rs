//! What indicators are computed from: one statement each, however many signals there are.

use diesel::dsl::{count, count_star, max, min};
use diesel::prelude::*;
use policy::Scope;
use shared::codes::FeedbackMoment;
use shared::id::{AuthorityId, IssueKey, ProviderRef};
use shared::life_cycle::{ActionState, IssueEvent};
use shared::taxonomy::Scheme;
use shared::time::Day;

use super::trends::is_said;
use super::{Conn, is_readable};
use crate::records::{CountedIssueRecord, CountedSignalRecord};
use crate::schema::{
    actions, feedback, issue_events, issue_signals, issues, memberships, provider_contacts,
    signal_tags, signals,
};
use crate::tx::query_types::{
    CodeCountRow, CountedLinkRow, FirstSignalRow, IssueLeftRow, SentAnswerRow,
};
use crate::{At, Key, On, Stored};

/// Authority, kind of code, code, signals and distinct providers.
type Each = (Key<AuthorityId>, Stored<Scheme>, String, i64, i64);

/// Whoever took a signal back at once: it counts nowhere.
const NOBODY: Key<ProviderRef> = Key(ProviderRef::NOBODY);

/// Signals since a day, each with when its sender's address proved dead.
pub fn counted_signals(
    conn: &mut Conn,
    scope: &Scope,
    since: Day,
) -> QueryResult<Vec<(CountedSignalRecord, Option<At>)>> {
    let of_contact = provider_contacts::authority_id
        .eq(signals::authority_id)
        .and(provider_contacts::id.nullable().eq(signals::contact_id));
    signals::table
        .left_join(provider_contacts::table.on(of_contact))
        .filter(is_readable(signals::authority_id, scope))
        .filter(signals::received_on.ge(On(since)))
        .filter(signals::provider_ref.ne(NOBODY))
        .order(signals::id)
        .select((
            CountedSignalRecord::as_select(),
            provider_contacts::undeliverable_at.nullable(),
        ))
        .load(conn)
}

/// To which issues those signals belong or belonged.
pub fn counted_links(
    conn: &mut Conn,
    scope: &Scope,
    since: Day,
) -> QueryResult<Vec<CountedLinkRow>> {
    let of_signal = signals::authority_id
        .eq(issue_signals::authority_id)
        .and(signals::id.eq(issue_signals::signal_id));
    issue_signals::table
        .inner_join(signals::table.on(of_signal))
        .filter(is_readable(issue_signals::authority_id, scope))
        .filter(signals::received_on.ge(On(since)))
        .order((issue_signals::signal_id, issue_signals::issue_id))
        .select((
            issue_signals::signal_id,
            issue_signals::issue_id,
            issue_signals::linked_at,
            issue_signals::unlinked_at,
        ))
        .load(conn)
}

/// Every issue.
pub fn counted_issues(conn: &mut Conn, scope: &Scope) -> QueryResult<Vec<CountedIssueRecord>> {
    issues::table
        .filter(is_readable(issues::authority_id, scope))
        .order(issues::id)
        .select(CountedIssueRecord::as_select())
        .load(conn)
}

/// When the first signal of each issue was linked, and when its first one was received.
pub fn first_signals_of_issues(conn: &mut Conn, scope: &Scope) -> QueryResult<Vec<FirstSignalRow>> {
    let of_signal = signals::authority_id
        .eq(issue_signals::authority_id)
        .and(signals::id.eq(issue_signals::signal_id));
    issue_signals::table
        .inner_join(signals::table.on(of_signal))
        .filter(is_readable(issue_signals::authority_id, scope))
        .filter(issue_signals::unlinked_at.is_null())
        .group_by(issue_signals::issue_id)
        .select((
            issue_signals::issue_id,
            min(issue_signals::linked_at),
            min(signals::received_on),
        ))
        .load(conn)
}

/// When issues were last dismissed or merged.
pub fn issues_left(conn: &mut Conn, scope: &Scope) -> QueryResult<Vec<IssueLeftRow>> {
    let ends = [Stored(IssueEvent::Dismiss), Stored(IssueEvent::Merge)];
    issue_events::table
        .filter(is_readable(issue_events::authority_id, scope))
        .filter(issue_events::event.eq_any(ends))
        .group_by((issue_events::issue_id, issue_events::event))
        .select((
            issue_events::issue_id,
            issue_events::event,
            max(issue_events::at),
        ))
        .load(conn)
}

/// When the first action of each issue was finished.
pub fn first_finished_actions(
    conn: &mut Conn,
    scope: &Scope,
) -> QueryResult<Vec<(Key<IssueKey>, Option<At>)>> {
    actions::table
        .filter(is_readable(actions::authority_id, scope))
        .filter(actions::state.eq(Stored(ActionState::Done)))
        .group_by(actions::issue_id)
        .select((actions::issue_id, min(actions::ended_at)))
        .load(conn)
}

/// Answers that people sent since a moment, and what was said of them.
pub fn answers_sent(conn: &mut Conn, scope: &Scope, since: At) -> QueryResult<Vec<SentAnswerRow>> {
    let of_signal = signals::authority_id
        .eq(feedback::authority_id)
        .and(signals::id.eq(feedback::signal_id));
    feedback::table
        .inner_join(signals::table.on(of_signal))
        .filter(is_readable(feedback::authority_id, scope))
        .filter(feedback::sent_at.ge(since))
        .filter(feedback::moment.ne(Stored(FeedbackMoment::Received)))
        .filter(signals::provider_ref.ne(NOBODY))
        .order((feedback::sent_at, feedback::id))
        .select((
            feedback::authority_id,
            feedback::signal_id,
            signals::provider_ref,
            signals::source,
            feedback::sent_at,
            feedback::rated_at,
            feedback::useful,
        ))
        .load(conn)
}

/// Signals and distinct providers of some days by theme and by target group, as people said them; and, with no code, how many
/// signals have any.
pub fn count_codes(
    conn: &mut Conn,
    scope: &Scope,
    (from, to): (Day, Day),
) -> QueryResult<Vec<CodeCountRow>> {
    let schemes = [Stored(Scheme::Theme), Stored(Scheme::TargetGroup)];
    let coded = || {
        let of_tag = signal_tags::authority_id
            .eq(signals::authority_id)
            .and(signal_tags::signal_id.eq(signals::id));
        signals::table
            .inner_join(signal_tags::table.on(of_tag))
            .filter(is_readable(signals::authority_id, scope))
            .filter(signals::received_on.between(On(from), On(to)))
            .filter(signals::provider_ref.ne(NOBODY))
            .filter(signal_tags::scheme.eq_any(schemes))
            .filter(is_said())
    };
    let providers = || count(signals::provider_ref).aggregate_distinct();
    let each: Vec<Each> = coded()
        .group_by((
            signal_tags::authority_id,
            signal_tags::scheme,
            signal_tags::code,
        ))
        .select((
            signal_tags::authority_id,
            signal_tags::scheme,
            signal_tags::code,
            count_star(),
            providers(),
        ))
        .load(conn)?;
    let any: Vec<(Key<AuthorityId>, Stored<Scheme>, i64, i64)> = coded()
        .group_by((signal_tags::authority_id, signal_tags::scheme))
        .select((
            signal_tags::authority_id,
            signal_tags::scheme,
            count(signal_tags::signal_id).aggregate_distinct(),
            providers(),
        ))
        .load(conn)?;
    let of_each = |(authority, scheme, code, signals, providers): (_, Stored<_>, _, _, _)| {
        (authority, scheme, Some(code), signals, providers)
    };
    let of_any = |(authority, scheme, signals, providers): (_, Stored<_>, _, _)| {
        (authority, scheme, None, signals, providers)
    };
    let each = each.into_iter().map(of_each);
    Ok(each.chain(any.into_iter().map(of_any)).collect())
}

/// How many people were registered at some time between two moments: all of them may send signals.
pub fn count_registered(
    conn: &mut Conn,
    scope: &Scope,
    from: At,
    before: At,
) -> QueryResult<Vec<(Key<AuthorityId>, i64)>> {
    memberships::table
        .filter(is_readable(memberships::authority_id, scope))
        .filter(memberships::created_at.lt(before))
        .filter(still_there(from))
        .group_by(memberships::authority_id)
        .select((memberships::authority_id, count_star()))
        .load(conn)
}

/// Not ended, or not before a moment.
#[diesel::dsl::auto_type]
fn still_there(from: At) -> _ {
    memberships::ended_at
        .is_null()
        .or(memberships::ended_at.assume_not_null().ge(from))
}
