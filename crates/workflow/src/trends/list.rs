//! What rises, and what does not.

use std::collections::BTreeMap;

use policy::{ListTrends, Operation, Permit};
use shared::id::{AuthorityId, TrendId};
use shared::time::Day;
use shared::trend::{
    ENOUGH_PROVIDERS, FEWEST_WEEKS, TrendAge, TrendFilter, TrendKind, TrendList, TrendPoint,
    TrendSummary,
};
use storage::records::{TrendRecord, TrendRunRecord};
use storage::{IssueQuery, Tx};

use super::{SHOWN_WEEKS, Sight, monday, week_of};
use crate::{Sources, Stop};

/// Series that are shown at most: what rises comes first.
const MOST: usize = 200;
/// Issues whose titles are looked up.
const MOST_ISSUES: i64 = 1_000;

/// The surest rise first. Four statements, one more where issues are among them.
pub fn list_trends(
    tx: &mut Tx<'_>,
    permit: &Permit<ListTrends>,
    sources: &Sources,
    filter: &TrendFilter,
) -> Result<TrendList, Stop> {
    let scope = permit.scope();
    let runs = tx.trend_runs(scope)?;
    let ages = ages(permit, sources, &runs);
    let weeks = runs.iter().filter_map(|run| run.week.map(|week| week.0));
    let (Some(oldest), Some(newest)) = (weeks.clone().min(), weeks.max()) else {
        return Ok(TrendList {
            ages,
            items: Vec::new(),
        });
    };
    let from = monday(week_of(oldest) - SHOWN_WEEKS + 1);
    let mut series: BTreeMap<(AuthorityId, TrendId), Vec<TrendRecord>> = BTreeMap::new();
    for record in tx.trends_between(scope, (from, newest))? {
        let key = (record.authority_id.0, record.series_id.0);
        series.entry(key).or_default().push(record);
    }
    let is_now = |rows: &[TrendRecord]| {
        let last = rows.last().map(|last| (last.authority_id, last.week));
        let of = |run: &TrendRunRecord| run.week.map(|week| (run.authority_id, week));
        runs.iter().any(|run| of(run) == last)
    };
    let mut rows: Vec<Vec<TrendRecord>> = series
        .into_values()
        .filter(|rows| is_now(rows) && rows.last().is_some_and(|last| matches(filter, last)))
        .collect();
    rows.sort_by_key(|one| place(one));
    let mut items = Vec::new();
    for rows in rows {
        items.extend(summary(permit, sources, &rows));
    }
    items.truncate(MOST);
    name_issues(tx, permit, sources, &mut items)?;
    Ok(TrendList { ages, items })
}

fn ages(permit: &Permit<ListTrends>, sources: &Sources, runs: &[TrendRunRecord]) -> Vec<TrendAge> {
    let age = |authority: &AuthorityId| {
        let run = runs.iter().find(|run| run.authority_id.0 == *authority);
        let weeks = run.map_or(0, |run| run.weeks);
        let counted_on = run.map_or_else(
            || sources.today(*authority),
            |run| sources.day_of(run.ran_at.0, *authority),
        );
        let enough = i32::try_from(FEWEST_WEEKS).unwrap_or_default();
        let again = monday(week_of(counted_on) + enough - weeks);
        TrendAge {
            authority: sources.slug(*authority),
            weeks: u32::try_from(weeks).unwrap_or_default(),
            computed_at: run.map(|run| run.ran_at.0),
            week: run.and_then(|run| run.week).map(|week| week.0),
            look_again_on: (weeks < enough).then_some(again),
        }
    };
    permit.scope().reads().iter().map(age).collect()
}

fn matches(filter: &TrendFilter, last: &TrendRecord) -> bool {
    let is_kind = filter.kind.is_empty() || filter.kind.contains(&last.kind.0);
    let is_theme = filter
        .theme
        .as_ref()
        .is_none_or(|theme| last.kind.0 == TrendKind::Theme && last.code == *theme);
    is_kind && is_theme && (!filter.told || last.rise_began_on.is_some())
}

/// The surest first, then what is most above what was expected; equal ones by name.
fn place(rows: &[TrendRecord]) -> Option<(bool, i32, i64, TrendKind, String)> {
    let last = rows.last()?;
    let excess = i64::from(last.expected_thousandths) - i64::from(last.observed) * 1_000;
    Some((
        last.rise_began_on.is_none(),
        last.q_millionths.unwrap_or(i32::MAX),
        excess,
        last.kind.0,
        last.code.clone(),
    ))
}

/// The series as somebody may see it; nothing where that is nothing.
pub(super) fn summary<A: Operation>(
    permit: &Permit<A>,
    sources: &Sources,
    rows: &[TrendRecord],
) -> Option<TrendSummary> {
    let last = rows.last()?;
    let authority = last.authority_id.0;
    let sight = Sight::of(permit, authority);
    let kind = last.kind.0;
    if kind == TrendKind::Issue && sight < Sight::Issues {
        return None;
    }
    if is_hidden(sight, last) {
        return None;
    }
    let point = |record: &TrendRecord| point(sight, record);
    let id = last.series_id.0;
    Some(TrendSummary {
        href: format!("/api/v1/trends/{id}"),
        id,
        authority: sources.slug(authority),
        kind,
        code: match (kind, last.code.parse()) {
            (TrendKind::Issue, Ok(number)) => crate::issues::number(number),
            _ => last.code.clone(),
        },
        title: None,
        last: point(last),
        model: last.model.clone(),
        q_value: last.q_millionths.map(|share| f64::from(share) / 1e6),
        points: rows.iter().map(point).collect(),
    })
}

/// A place with few providers points at them.
fn is_hidden(sight: Sight, record: &TrendRecord) -> bool {
    // Of weeks that were no rise nobody knows how many there were together: as many as in this one at least.
    let together = record.growth.as_ref().map_or(0, |growth| growth.providers);
    let people = together.max(count(record.providers));
    record.kind.0 == TrendKind::Place && sight < Sight::Everything && people < ENOUGH_PROVIDERS
}

fn point(sight: Sight, record: &TrendRecord) -> TrendPoint {
    let is_shown = !is_hidden(sight, record);
    let is_whole = record.kind.0 != TrendKind::Place || sight == Sight::Everything;
    let of_week = is_whole || count(record.providers) >= ENOUGH_PROVIDERS;
    TrendPoint {
        week: record.week.0,
        weeks: count(record.weeks),
        observed: is_shown.then(|| count(record.observed)),
        expected: f64::from(record.expected_thousandths) / 1e3,
        lower: count(record.lower),
        upper: count(record.upper),
        signals: of_week.then(|| count(record.signals)),
        rise_began_on: record.rise_began_on.map(|on| on.0),
    }
}

fn count(stored: i32) -> u32 {
    u32::try_from(stored).unwrap_or_default()
}

/// Puts titles beside the numbers of issues.
pub(super) fn name_issues<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    sources: &Sources,
    items: &mut [TrendSummary],
) -> Result<(), Stop> {
    if !items.iter().any(|item| item.kind == TrendKind::Issue) {
        return Ok(());
    }
    let query = IssueQuery {
        most: MOST_ISSUES,
        ..IssueQuery::default()
    };
    let titles: BTreeMap<(String, String), String> = tx
        .list_issues(permit.scope(), &query)?
        .into_iter()
        .map(|issue| {
            let slug = sources.slug(issue.authority_id.0);
            ((slug, crate::issues::number(issue.number)), issue.title)
        })
        .collect();
    for item in items
        .iter_mut()
        .filter(|item| item.kind == TrendKind::Issue)
    {
        item.title = titles
            .get(&(item.authority.clone(), item.code.clone()))
            .cloned();
    }
    Ok(())
}

/// A day as far back as a series is told.
pub(super) fn year_before(sources: &Sources, authority: Option<AuthorityId>) -> Day {
    let today = authority.map_or_else(
        || Day::new(sources.now().utc().date_naive()),
        |authority| sources.today(authority),
    );
    monday(week_of(today) - 53)
}
