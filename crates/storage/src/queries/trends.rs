//! Weekly counts of distinct providers, what came of judging them, and who wants to hear of it.

use diesel::dsl::{count, count_star, sql};
use diesel::prelude::*;
use policy::Scope;
use shared::id::{MembershipId, TrendId, TrendSubscriptionId};
use shared::life_cycle::SignalState;
use shared::signal::{TagOrigin, TagStatus};
use shared::taxonomy::Scheme;
use shared::time::Day;
use shared::trend::TrendKind;

use super::{Backend, Conn, dialect, is_readable, is_writable};
use crate::records::{SignalRecord, TrendRecord, TrendRunRecord, TrendSubscriptionRecord};
use crate::schema::{
    issue_signals, issues, signal_tags, signals, trend_runs, trend_subscriptions, trends,
};
use crate::sql_types::{Integer, Text};
use crate::tx::query_types::WeekRow;
use crate::{Key, On, Stored};

/// What was taken back is counted nowhere.
const fn uncounted() -> Stored<SignalState> {
    Stored(SignalState::Withdrawn)
}

/// Day of the first signal that counts.
pub fn first_signal_on(conn: &mut Conn, scope: &Scope) -> QueryResult<Option<On>> {
    signals::table
        .filter(is_readable(signals::authority_id, scope))
        .filter(signals::state.ne(uncounted()))
        .select(diesel::dsl::min(signals::received_on))
        .first(conn)
}

/// Weekly counts of everything, and of each code, place and issue, from a day on: four statements. A code counts once a
/// person said it: its sender, an import, or who confirmed it; what a model proposed does not, and what was rejected
/// neither.
pub fn weekly_counts(conn: &mut Conn, scope: &Scope, since: Day) -> QueryResult<Vec<WeekRow>> {
    let week = || sql::<Integer>(dialect::WEEK);
    let providers = || count(signals::provider_ref).aggregate_distinct();
    // Diesel finds no columns of several tables in one group beside an expression of our own.
    let by = |columns: &str| sql::<Text>(&format!("{columns}, {}", dialect::WEEK));
    let mut rows = Vec::new();
    let whole: Vec<(i32, i64, i64)> = signals::table
        .filter(is_readable(signals::authority_id, scope))
        .filter(signals::state.ne(uncounted()))
        .filter(signals::received_on.ge(On(since)))
        .group_by(week())
        .select((week(), providers(), count_star()))
        .load(conn)?;
    let of_whole = |(week, providers, signals)| WeekRow {
        kind: TrendKind::Authority,
        code: String::new(),
        week,
        providers,
        signals,
    };
    rows.extend(whole.into_iter().map(of_whole));
    let coded: Vec<(Stored<Scheme>, String, i32, i64, i64)> = signals::table
        .inner_join(
            signal_tags::table.on(signal_tags::authority_id
                .eq(signals::authority_id)
                .and(signal_tags::signal_id.eq(signals::id))),
        )
        .filter(is_readable(signals::authority_id, scope))
        .filter(signals::state.ne(uncounted()))
        .filter(signals::received_on.ge(On(since)))
        .filter(is_said())
        .group_by(by("signal_tags.scheme, signal_tags.code"))
        .select((
            sql::<Text>("signal_tags.scheme"),
            sql::<Text>("signal_tags.code"),
            week(),
            providers(),
            count_star(),
        ))
        .load(conn)?;
    let of_code =
        |(scheme, code, week, providers, signals): (Stored<Scheme>, _, _, _, _)| WeekRow {
            kind: kind_of(scheme.0),
            code,
            week,
            providers,
            signals,
        };
    rows.extend(coded.into_iter().map(of_code));
    let placed: Vec<(String, i32, i64, i64)> = signals::table
        .filter(is_readable(signals::authority_id, scope))
        .filter(signals::state.ne(uncounted()))
        .filter(signals::received_on.ge(On(since)))
        .filter(signals::place.is_not_null())
        .group_by(by("signals.place"))
        .select((
            sql::<Text>("signals.place"),
            week(),
            providers(),
            count_star(),
        ))
        .load(conn)?;
    let of_place = |(code, week, providers, signals)| WeekRow {
        kind: TrendKind::Place,
        code,
        week,
        providers,
        signals,
    };
    rows.extend(placed.into_iter().map(of_place));
    let linked: Vec<(i32, i32, i64, i64)> = signals::table
        .inner_join(
            issue_signals::table.on(issue_signals::authority_id
                .eq(signals::authority_id)
                .and(issue_signals::signal_id.eq(signals::id))),
        )
        .inner_join(
            issues::table.on(issues::authority_id
                .eq(issue_signals::authority_id)
                .and(issues::id.eq(issue_signals::issue_id))),
        )
        .filter(is_readable(signals::authority_id, scope))
        .filter(signals::state.ne(uncounted()))
        .filter(signals::received_on.ge(On(since)))
        .filter(issue_signals::unlinked_at.is_null())
        .group_by(by("issues.number"))
        .select((
            sql::<Integer>("issues.number"),
            week(),
            providers(),
            count_star(),
        ))
        .load(conn)?;
    let of_issue = |(number, week, providers, signals): (i32, _, _, _)| WeekRow {
        kind: TrendKind::Issue,
        code: number.to_string(),
        week,
        providers,
        signals,
    };
    rows.extend(linked.into_iter().map(of_issue));
    Ok(rows)
}

const fn kind_of(scheme: Scheme) -> TrendKind {
    match scheme {
        Scheme::Theme => TrendKind::Theme,
        Scheme::Tag => TrendKind::Tag,
        Scheme::TargetGroup => TrendKind::TargetGroup,
    }
}

/// A person said it, and nobody rejected it.
#[diesel::dsl::auto_type]
pub(super) fn is_said() -> _ {
    let confirmed: Stored<TagStatus> = Stored(TagStatus::Confirmed);
    let proposed: Stored<TagStatus> = Stored(TagStatus::Proposed);
    let machine: Stored<TagOrigin> = Stored(TagOrigin::Machine);
    signal_tags::status.eq(confirmed).or(signal_tags::status
        .eq(proposed)
        .and(signal_tags::origin.ne(machine)))
}

/// The signals behind some days of a series, in the order in which they came.
pub fn signals_of_trend(
    conn: &mut Conn,
    scope: &Scope,
    kind: TrendKind,
    code: &str,
    (from, to): (Day, Day),
) -> QueryResult<Vec<SignalRecord>> {
    let mut query = signals::table
        .filter(is_readable(signals::authority_id, scope))
        .filter(signals::state.ne(uncounted()))
        .filter(signals::received_on.between(On(from), On(to)))
        .order(signals::id)
        .select(SignalRecord::as_select())
        .into_boxed::<Backend>();
    let scheme = match kind {
        TrendKind::Authority => return query.load(conn),
        TrendKind::Place => return query.filter(signals::place.eq(code)).load(conn),
        TrendKind::Issue => {
            let linked = issue_signals::table
                .inner_join(
                    issues::table.on(issues::authority_id
                        .eq(issue_signals::authority_id)
                        .and(issues::id.eq(issue_signals::issue_id))),
                )
                .filter(is_readable(issue_signals::authority_id, scope))
                .filter(issue_signals::unlinked_at.is_null())
                .filter(issues::number.eq(code.parse::<i32>().unwrap_or_default()))
                .select(issue_signals::signal_id);
            query = query.filter(signals::id.eq_any(linked));
            return query.load(conn);
        }
        TrendKind::Theme => Scheme::Theme,
        TrendKind::Tag => Scheme::Tag,
        TrendKind::TargetGroup => Scheme::TargetGroup,
    };
    let coded = signal_tags::table
        .filter(is_readable(signal_tags::authority_id, scope))
        .filter(signal_tags::scheme.eq(Stored(scheme)))
        .filter(signal_tags::code.eq(code))
        .filter(is_said())
        .select(signal_tags::signal_id);
    query.filter(signals::id.eq_any(coded)).load(conn)
}

/// Weeks that were judged, the oldest first.
pub fn trend_weeks(conn: &mut Conn, scope: &Scope) -> QueryResult<Vec<On>> {
    trends::table
        .filter(is_readable(trends::authority_id, scope))
        .select(trends::week)
        .distinct()
        .order(trends::week)
        .load(conn)
}

/// Judged weeks from one to another, by series and week.
pub fn trends_between(
    conn: &mut Conn,
    scope: &Scope,
    (from, to): (Day, Day),
) -> QueryResult<Vec<TrendRecord>> {
    trends::table
        .filter(is_readable(trends::authority_id, scope))
        .filter(trends::week.between(On(from), On(to)))
        .order((trends::authority_id, trends::series_id, trends::week))
        .select(TrendRecord::as_select())
        .load(conn)
}

/// One series from a week on, the oldest week first.
pub fn trend_series(
    conn: &mut Conn,
    scope: &Scope,
    series: TrendId,
    from: Day,
) -> QueryResult<Vec<TrendRecord>> {
    trends::table
        .filter(is_readable(trends::authority_id, scope))
        .filter(trends::series_id.eq(Key(series)))
        .filter(trends::week.ge(On(from)))
        .order(trends::week)
        .select(TrendRecord::as_select())
        .load(conn)
}

/// Puts weeks in the place of what was said of them before.
pub fn put_trends(
    conn: &mut Conn,
    scope: &Scope,
    weeks: &[On],
    records: &[TrendRecord],
) -> QueryResult<()> {
    let before = trends::table
        .filter(is_writable(trends::authority_id, scope))
        .filter(trends::week.eq_any(weeks));
    diesel::delete(before).execute(conn)?;
    for record in records {
        diesel::insert_into(trends::table)
            .values(record)
            .execute(conn)?;
    }
    Ok(())
}

/// Drops weeks that nobody looks at any more.
pub fn expire_trends(conn: &mut Conn, scope: &Scope, before: Day) -> QueryResult<usize> {
    let old = trends::table
        .filter(is_writable(trends::authority_id, scope))
        .filter(trends::week.lt(On(before)));
    diesel::delete(old).execute(conn)
}

/// When weeks were last judged, per authority.
pub fn trend_runs(conn: &mut Conn, scope: &Scope) -> QueryResult<Vec<TrendRunRecord>> {
    trend_runs::table
        .filter(is_readable(trend_runs::authority_id, scope))
        .order(trend_runs::authority_id)
        .select(TrendRunRecord::as_select())
        .load(conn)
}

/// Remembers that weeks were judged.
pub fn put_trend_run(conn: &mut Conn, _scope: &Scope, record: &TrendRunRecord) -> QueryResult<()> {
    diesel::insert_into(trend_runs::table)
        .values(record)
        .on_conflict(trend_runs::authority_id)
        .do_update()
        .set(record)
        .execute(conn)?;
    Ok(())
}

/// What members follow: one's own, or everybody's.
pub fn trend_subscriptions(
    conn: &mut Conn,
    scope: &Scope,
    members: Option<&[MembershipId]>,
) -> QueryResult<Vec<TrendSubscriptionRecord>> {
    let mut query = trend_subscriptions::table
        .filter(is_readable(trend_subscriptions::authority_id, scope))
        .order((trend_subscriptions::created_at, trend_subscriptions::id))
        .select(TrendSubscriptionRecord::as_select())
        .into_boxed::<Backend>();
    if let Some(members) = members {
        let members: Vec<Key<MembershipId>> = members.iter().copied().map(Key).collect();
        query = query.filter(trend_subscriptions::membership_id.eq_any(members));
    }
    query.load(conn)
}

/// Somebody follows something.
pub fn insert_trend_subscription(
    conn: &mut Conn,
    _scope: &Scope,
    record: &TrendSubscriptionRecord,
) -> QueryResult<()> {
    diesel::insert_into(trend_subscriptions::table)
        .values(record)
        .execute(conn)?;
    Ok(())
}

/// A member follows something no more; false when it is not that member's.
pub fn delete_trend_subscription(
    conn: &mut Conn,
    scope: &Scope,
    member: MembershipId,
    id: TrendSubscriptionId,
) -> QueryResult<bool> {
    let query = trend_subscriptions::table
        .filter(is_writable(trend_subscriptions::authority_id, scope))
        .filter(trend_subscriptions::membership_id.eq(Key(member)))
        .filter(trend_subscriptions::id.eq(Key(id)));
    Ok(diesel::delete(query).execute(conn)? > 0)
}

/// A member follows nothing any more.
pub fn delete_trend_subscriptions_of(
    conn: &mut Conn,
    scope: &Scope,
    member: MembershipId,
) -> QueryResult<()> {
    let query = trend_subscriptions::table
        .filter(is_writable(trend_subscriptions::authority_id, scope))
        .filter(trend_subscriptions::membership_id.eq(Key(member)));
    diesel::delete(query).execute(conn)?;
    Ok(())
}
