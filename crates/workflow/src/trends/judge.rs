//! Judges weeks. Values in, values out: the same counts give the same rows.

use std::collections::BTreeMap;

use analysis::trends::{Judged, judge_week};
use identity::named::named_id;
use shared::codes::ClosedList;
use shared::id::{AuthorityId, TrendId};
use shared::trend::TrendKind;
use storage::records::TrendRecord;
use storage::{Key, On, Stored};

use super::count::Counts;
use super::monday;

/// Distinct providers and signals of every week.
#[derive(Default)]
struct Series {
    providers: Vec<u32>,
    signals: Vec<u32>,
}

/// A row for each series that had anything yet, in each week that is due. What is told of it, nobody knows yet.
pub fn judge_weeks(counts: &Counts) -> Vec<TrendRecord> {
    let all = series(counts);
    let mut records = Vec::new();
    for week in &counts.to_judge {
        let until = position(counts, *week).map_or(0, |position| position + 1);
        let known: Vec<(&(TrendKind, String), &Series)> = all
            .iter()
            .filter(|((kind, _), series)| *kind != TrendKind::Authority && had_any(series, until))
            .collect();
        let whole = all
            .iter()
            .find(|((kind, _), _)| *kind == TrendKind::Authority);
        let Some(whole) = whole else { continue };
        let cut = |series: &'_ Series| series.providers.get(..until).unwrap_or_default().to_vec();
        let own: Vec<Vec<u32>> = known.iter().map(|(_, series)| cut(series)).collect();
        let own: Vec<&[u32]> = own.iter().map(Vec::as_slice).collect();
        let Some(judged) = judge_week(&own, &cut(whole.1), monday(*week).date()) else {
            continue;
        };
        let with_names = known.into_iter().chain([whole]).zip(judged);
        records.extend(with_names.map(|((name, series), judged)| {
            record(counts.authority, name, series, (*week, until), &judged)
        }));
    }
    records
}

fn series(counts: &Counts) -> BTreeMap<(TrendKind, String), Series> {
    let length = position(counts, counts.last).map_or(0, |position| position + 1);
    let mut all: BTreeMap<(TrendKind, String), Series> = BTreeMap::new();
    for row in &counts.rows {
        let Some(position) = position(counts, row.week).filter(|position| *position < length)
        else {
            continue;
        };
        let series = all.entry((row.kind, row.code.clone())).or_default();
        series.providers.resize(length, 0);
        series.signals.resize(length, 0);
        let put = |all: &mut Vec<u32>, count: i64| {
            if let Some(place) = all.get_mut(position) {
                *place = u32::try_from(count).unwrap_or_default();
            }
        };
        put(&mut series.providers, row.providers);
        put(&mut series.signals, row.signals);
    }
    all
}

fn position(counts: &Counts, week: i32) -> Option<usize> {
    usize::try_from(week - counts.first).ok()
}

fn had_any(series: &Series, until: usize) -> bool {
    let weeks = series.providers.get(..until).unwrap_or_default();
    weeks.iter().any(|count| *count > 0)
}

fn record(
    authority: AuthorityId,
    (kind, code): &(TrendKind, String),
    series: &Series,
    (week, until): (i32, usize),
    judged: &Judged,
) -> TrendRecord {
    let at = until.saturating_sub(1);
    let of_week = |all: &[u32]| whole(all.get(at).copied().unwrap_or_default());
    TrendRecord {
        authority_id: Key(authority),
        series_id: Key(series_id(authority, *kind, code)),
        week: On(monday(week)),
        kind: Stored(*kind),
        code: code.clone(),
        providers: of_week(&series.providers),
        signals: of_week(&series.signals),
        weeks: i32::try_from(judged.weeks).unwrap_or_default(),
        observed: whole(judged.observed),
        expected_thousandths: scaled(judged.expected, 1e3),
        lower: whole(judged.lower),
        upper: whole(judged.upper),
        q_millionths: judged.q_value.map(|share| scaled(share, 1e6)),
        model: judged.method.model().to_owned(),
        rise_began_on: None,
        growth: None,
        words: None,
    }
}

/// The same for ever, also when its code comes and goes.
fn series_id(authority: AuthorityId, kind: TrendKind, code: &str) -> TrendId {
    let authority = authority.uuid();
    let parts: [&[u8]; 3] = [
        authority.as_bytes(),
        kind.code().as_bytes(),
        code.as_bytes(),
    ];
    named_id(parts).into()
}

fn whole(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    reason = "saturates at both ends, which is what is meant"
)]
fn scaled(value: f64, by: f64) -> i32 {
    (value * by).round() as i32
}

#[cfg(test)]
mod tests {
    use storage::tx::query_types::WeekRow;
    use uuid::Uuid;

    use super::*;

    fn counts(weeks: i32, burst: i64) -> Counts {
        let row = |kind, code: &str, week, providers| WeekRow {
            kind,
            code: code.to_owned(),
            week,
            providers,
            signals: providers,
        };
        let mut rows = Vec::new();
        for week in 100..100 + weeks {
            let of_theme = if week > 95 + weeks { burst } else { 1 };
            rows.push(row(TrendKind::Authority, "", week, of_theme + 6));
            rows.push(row(TrendKind::Theme, "housing", week, of_theme));
            rows.push(row(TrendKind::Theme, "work", week, 3));
        }
        // This week is not over.
        rows.push(row(TrendKind::Theme, "housing", 100 + weeks, 50));
        Counts {
            authority: AuthorityId::new(Uuid::from_u128(7)),
            first: 100,
            last: 99 + weeks,
            weeks,
            rows,
            to_judge: (107..100 + weeks).collect(),
            rises: BTreeMap::new(),
            told: std::collections::BTreeSet::new(),
        }
    }

    #[test]
    fn equal_counts_give_equal_rows_and_a_burst_has_a_small_share_of_chance() {
        let records = judge_weeks(&counts(30, 8));
        assert_eq!(records, judge_weeks(&counts(30, 8)));
        let last: Vec<&TrendRecord> = records.iter().rev().take(3).collect();
        assert_eq!(last.len(), 3);
        let theme = last.iter().find(|one| one.code == "housing").unwrap();
        assert_eq!((theme.observed, theme.providers, theme.weeks), (32, 8, 4));
        assert!(theme.q_millionths < Some(1_000), "{theme:?}");
        let other = last.iter().find(|one| one.code == "work").unwrap();
        assert!(other.q_millionths > Some(500_000), "{other:?}");
    }

    #[test]
    fn what_never_came_in_is_no_test() {
        let mut few = counts(30, 1);
        few.rows.retain(|row| row.code != "work" || row.week > 125);
        let records = judge_weeks(&few);
        let of_work = records.iter().filter(|record| record.code == "work");
        assert_eq!(of_work.count(), 4);
    }
}
