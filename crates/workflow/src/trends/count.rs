//! How many providers each week brought, of everything at once.

use std::collections::{BTreeMap, BTreeSet};

use policy::{Permit, RunJob};
use shared::id::{AuthorityId, TrendId};
use shared::time::Day;
use shared::trend::FEWEST_WEEKS;
use storage::Tx;
use storage::tx::query_types::WeekRow;

use super::{SHOWN_WEEKS, monday, week_of};
use crate::{Sources, Stop};

/// Weeks that may still change: who processes a signal late confirms its theme late, and these are judged together.
const OPEN_WEEKS: i32 = 4;
/// Six years: what the longest look back needs.
const MOST_WEEKS: i32 = 6 * 53;

/// What judging needs to know.
#[derive(Debug, Clone)]
pub struct Counts {
    pub(super) authority: AuthorityId,
    /// The first week that is counted.
    pub(super) first: i32,
    /// The last whole week.
    pub(super) last: i32,
    /// Whole weeks since the first signal, however far back they are counted.
    pub(super) weeks: i32,
    pub(super) rows: Vec<WeekRow>,
    /// Weeks to judge, the oldest first.
    pub(super) to_judge: Vec<i32>,
    /// Rises that were told before these weeks: series, week, when it began.
    pub(super) rises: BTreeMap<(TrendId, i32), Day>,
    /// Series of which it is written down already that they rise.
    pub(super) told: BTreeSet<TrendId>,
}

/// Counts the weeks of one authority: a handful of statements, however many themes it has.
pub fn count_weeks(
    tx: &mut Tx<'_>,
    permit: &Permit<RunJob>,
    sources: &Sources,
    authority: AuthorityId,
) -> Result<Counts, Stop> {
    let scope = permit.scope();
    let last = week_of(sources.today(authority)) - 1;
    let begun = tx.first_signal_on(scope)?.map(|on| week_of(on.0));
    let weeks = begun.map_or(0, |begun| (last - begun + 1).max(0));
    let mut counts = Counts {
        authority,
        first: begun.unwrap_or(last + 1).max(last - MOST_WEEKS),
        last,
        weeks,
        rows: Vec::new(),
        to_judge: Vec::new(),
        rises: BTreeMap::new(),
        told: BTreeSet::new(),
    };
    if u32::try_from(weeks).unwrap_or_default() < FEWEST_WEEKS {
        return Ok(counts);
    }
    let judged: BTreeSet<i32> = tx
        .trend_weeks(scope)?
        .into_iter()
        .map(|on| week_of(on.0))
        .collect();
    let enough = i32::try_from(FEWEST_WEEKS).unwrap_or_default();
    let earliest = (counts.first + enough - 1).max(last - SHOWN_WEEKS + 1);
    let is_due = |week: &i32| *week > last - OPEN_WEEKS || !judged.contains(week);
    counts.to_judge = (earliest..=last).filter(is_due).collect();
    counts.rows = tx.weekly_counts(scope, monday(counts.first))?;
    let before = (monday(earliest - SHOWN_WEEKS), monday(last));
    for record in tx.trends_between(scope, before)? {
        if let Some(began) = record.rise_began_on {
            let week = week_of(record.week.0);
            counts.rises.insert((record.series_id.0, week), began.0);
            if week >= last - OPEN_WEEKS {
                counts.told.insert(record.series_id.0);
            }
        }
    }
    let to_judge = &counts.to_judge;
    counts.rises.retain(|(_, week), _| !to_judge.contains(week));
    Ok(counts)
}
