//! One series: its weeks, what its rise is made of, and what was done.

use policy::{GetTrend, Permit};
use shared::id::TrendId;
use shared::trend::{ENOUGH_PROVIDERS, TrendAction, TrendDetail, TrendGrowth, TrendKind};
use storage::records::{ActionRecord, IssueRecord, TrendRecord};
use storage::{IssueQuery, Tx};

use super::Sight;
use super::list::{name_issues, summary, year_before};
use crate::{Refusal, Sources, Stop};

/// Issues whose actions are drawn beside a theme.
const MOST_ISSUES: i64 = 200;

/// A year of a series.
pub fn get_trend(
    tx: &mut Tx<'_>,
    permit: &Permit<GetTrend>,
    sources: &Sources,
    series: TrendId,
) -> Result<TrendDetail, Stop> {
    let scope = permit.scope();
    let from = year_before(sources, scope.reads().first().copied());
    let rows = tx.trend_series(scope, series, from)?;
    let last = rows.last().ok_or(Refusal::NotFound)?;
    let sight = Sight::of(permit, last.authority_id.0);
    let summary = summary(permit, sources, &rows).ok_or(Refusal::NotFound)?;
    let mut named = [summary];
    name_issues(tx, permit, sources, &mut named)?;
    let [summary] = named;
    let risen = rows.iter().rev().find(|row| row.growth.is_some());
    let growth = risen.and_then(|row| row.growth.clone());
    let words = match sight {
        Sight::Everything => risen.and_then(|row| row.words.clone()).map(|words| words.0),
        _ => None,
    };
    Ok(TrendDetail {
        summary,
        growth: growth.map(|growth| for_sight(sight, growth.0)),
        words: words.unwrap_or_default(),
        actions: actions(tx, permit, sources, sight, last)?,
    })
}

/// A part with few providers points at them.
fn for_sight(sight: Sight, growth: TrendGrowth) -> TrendGrowth {
    if sight == Sight::Everything {
        return growth;
    }
    let enough = |parts: Vec<shared::trend::Grown>| {
        let parts = parts.into_iter();
        parts.filter(|part| part.now >= ENOUGH_PROVIDERS).collect()
    };
    TrendGrowth {
        sectors: enough(growth.sectors),
        places: enough(growth.places),
        ..growth
    }
}

/// What was done about the issues of a theme, or about one issue, for who may read issues.
fn actions(
    tx: &mut Tx<'_>,
    permit: &Permit<GetTrend>,
    sources: &Sources,
    sight: Sight,
    last: &TrendRecord,
) -> Result<Vec<TrendAction>, Stop> {
    let query = match last.kind.0 {
        TrendKind::Theme => IssueQuery {
            theme: vec![last.code.clone()],
            most: MOST_ISSUES,
            ..IssueQuery::default()
        },
        TrendKind::Issue => IssueQuery {
            number: last.code.parse().ok(),
            most: MOST_ISSUES,
            ..IssueQuery::default()
        },
        _ => return Ok(Vec::new()),
    };
    if sight < Sight::Issues {
        return Ok(Vec::new());
    }
    let issues: Vec<IssueRecord> = tx
        .list_issues(permit.scope(), &query)?
        .into_iter()
        .filter(|issue| issue.authority_id == last.authority_id)
        .collect();
    let keys: Vec<_> = issues.iter().map(|issue| issue.id.0).collect();
    let action = |action: ActionRecord| {
        let issue = issues.iter().find(|issue| issue.id == action.issue_id)?;
        let began = action.started_at.unwrap_or(action.created_at);
        Some(TrendAction {
            action: action.id.0,
            title: action.title,
            issue: issue.public_id.0,
            issue_number: crate::issues::number(issue.number),
            on: sources.day_of(began.0, action.authority_id.0),
            state: action.state.0,
        })
    };
    let found = tx.actions_of_issues(permit.scope(), &keys)?;
    let mut actions: Vec<TrendAction> = found.into_iter().filter_map(action).collect();
    actions.sort_by_key(|action| (action.on, action.action));
    Ok(actions)
}
