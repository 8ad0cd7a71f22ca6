//! Every night: numbers of closed months become public, and stay as they are until enough changed.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Months, NaiveDate};
use policy::{Permit, RunJob};
use privacy::published::{Count, Sum, publish};
use shared::codes::ContactChoice;
use shared::id::{AuthorityId, SignalKey};
use shared::time::Day;
use storage::records::{CountedSignal, PublishedCell, PublishedMonthRecord};
use storage::tx::query_types::AcceptedRow;
use storage::{At, Json, Key, On, Tx};
use uuid::Uuid;

use crate::{Refusal, Sources, Stop};

/// A published month changes once so many signals of it came, went, or changed their themes.
const ENOUGH_CHANGED: usize = 5;
/// So many closed months may still change.
const OPEN_MONTHS: u32 = 6;

/// Publishes the closed months of an authority that nobody published yet, and those that changed enough. A second run finds
/// nothing more. Answers how many.
pub fn release_months(
    tx: &mut Tx<'_>,
    permit: &Permit<RunJob>,
    sources: &Sources,
) -> Result<usize, Stop> {
    let scope = permit.scope();
    let authority = scope.writes().ok_or(Refusal::NotFound)?;
    let this_month = month_of(sources.today(authority));
    let first = back(this_month, OPEN_MONTHS);
    let mut by_month: BTreeMap<Day, Vec<AcceptedRow>> = BTreeMap::new();
    for row in tx.accepted_signals(scope, (first, this_month))? {
        by_month.entry(month_of(row.1.0)).or_default().push(row);
    }
    let themes = themes_of(tx, permit, authority)?;
    let mut released = 0;
    for back_by in 1..=OPEN_MONTHS {
        let month = back(this_month, back_by);
        let rows = by_month.remove(&month).unwrap_or_default();
        let before = tx.published_month(scope, month)?;
        let known = before.map(|record| record.records.0).unwrap_or_default();
        let counted = counted(&rows);
        if changed(&known, &counted) < ENOUGH_CHANGED {
            continue;
        }
        let (total, cells) = numbers(sources, &rows, &themes);
        let record = PublishedMonthRecord {
            authority_id: Key(authority),
            month: On(month),
            total,
            cells: Json(cells),
            records: Json(counted),
            released_at: At(sources.now()),
        };
        tx.put_published_month(scope, &record)?;
        released += 1;
    }
    Ok(released)
}

/// The themes of the table, whether anybody spoke of them or not: which rows there are tells nothing.
fn themes_of(
    tx: &mut Tx<'_>,
    permit: &Permit<RunJob>,
    authority: AuthorityId,
) -> Result<Vec<String>, Stop> {
    let taxonomy = crate::authorities::taxonomy(tx, permit.scope(), authority)?;
    let codes = taxonomy.themes.iter().map(|theme| theme.code.to_string());
    Ok(codes.collect())
}

/// The total and the number of each theme, as they may be told.
fn numbers(
    sources: &Sources,
    rows: &[AcceptedRow],
    themes: &[String],
) -> (Option<i32>, Vec<PublishedCell>) {
    let of_theme = |theme: &String| -> Vec<&AcceptedRow> {
        rows.iter().filter(|row| row.2 == *theme).collect()
    };
    let all: Vec<&AcceptedRow> = themes.iter().flat_map(of_theme).collect();
    let counts: Vec<Count> = std::iter::once(all)
        .chain(themes.iter().map(of_theme))
        .map(|rows| count(sources, &rows))
        .collect();
    let total = Sum {
        whole: 0,
        parts: (1..counts.len()).collect(),
    };
    let mut shown = publish(&counts, &[total]).into_iter();
    let total = shown.next().flatten();
    let cell = |(theme, signals): (&String, Option<u32>)| PublishedCell {
        theme: theme.clone(),
        signals,
    };
    let cells = themes.iter().zip(shown).map(cell).collect();
    (total.and_then(|number| i32::try_from(number).ok()), cells)
}

/// How many, behind how many people, with the draw of exactly these.
fn count(sources: &Sources, rows: &[&AcceptedRow]) -> Count {
    let providers: BTreeSet<(u8, Uuid)> = rows.iter().map(|row| provider(row)).collect();
    let organisations: BTreeSet<Uuid> = rows
        .iter()
        .filter_map(|row| row.6.map(|key| key.0.uuid()))
        .collect();
    let mut set: Vec<(Uuid, &str)> = rows
        .iter()
        .map(|row| (row.0.0.uuid(), row.2.as_str()))
        .collect();
    set.sort_unstable();
    let mut named = Vec::new();
    for (signal, theme) in set {
        named.extend_from_slice(signal.as_bytes());
        named.extend_from_slice(theme.as_bytes());
        named.push(0);
    }
    let many = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    Count {
        records: many(rows.len()),
        providers: many(providers.len()),
        organisations: many(organisations.len()),
        draw: sources.keys().publication().draw_for(&named),
    }
}

/// Whom a signal counts for. Only an account is somebody: whoever sends without one can send as many as five, so all that came
/// through one link count as one, and so does what an organisation brought in.
fn provider(row: &AcceptedRow) -> (u8, Uuid) {
    let (_, _, _, contact, provider, link, organisation) = row;
    match (contact.0, link, organisation) {
        (ContactChoice::Account, _, _) => (0, provider.0.uuid()),
        (_, Some(link), _) => (1, link.0.uuid()),
        (_, None, Some(organisation)) => (2, organisation.0.uuid()),
        (_, None, None) => (3, Uuid::nil()),
    }
}

/// Each signal once, with its themes.
fn counted(rows: &[AcceptedRow]) -> Vec<CountedSignal> {
    let mut themes: BTreeMap<SignalKey, Vec<String>> = BTreeMap::new();
    for row in rows {
        themes.entry(row.0.0).or_default().push(row.2.clone());
    }
    let signal = |(signal, themes)| CountedSignal { signal, themes };
    themes.into_iter().map(signal).collect()
}

/// How many signals came, went, or changed their themes.
fn changed(before: &[CountedSignal], after: &[CountedSignal]) -> usize {
    let themes = |list: &'_ [CountedSignal]| -> BTreeMap<SignalKey, Vec<String>> {
        list.iter()
            .map(|counted| (counted.signal, counted.themes.clone()))
            .collect()
    };
    let (before, after) = (themes(before), themes(after));
    let signals: BTreeSet<&SignalKey> = before.keys().chain(after.keys()).collect();
    signals
        .into_iter()
        .filter(|signal| before.get(signal) != after.get(signal))
        .count()
}

/// The first day of its month.
fn month_of(day: Day) -> Day {
    Day::new(day.date().with_day(1).unwrap_or(day.date()))
}

/// So many months earlier.
fn back(month: Day, months: u32) -> Day {
    let date: NaiveDate = month.date();
    Day::new(date.checked_sub_months(Months::new(months)).unwrap_or(date))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signal(id: u128, themes: &[&str]) -> CountedSignal {
        CountedSignal {
            signal: SignalKey::new(Uuid::from_u128(id)),
            themes: themes.iter().map(|theme| (*theme).to_owned()).collect(),
        }
    }

    #[test]
    fn what_came_went_and_moved_is_what_changed() {
        let before = [
            signal(1, &["work"]),
            signal(2, &["work"]),
            signal(3, &["work"]),
        ];
        let after = [
            signal(1, &["work"]),
            signal(2, &["housing"]),
            signal(4, &["work"]),
        ];
        assert_eq!(changed(&before, &before), 0);
        assert_eq!(changed(&before, &after), 3);
    }

    #[test]
    fn months_begin_on_their_first_day_across_years() {
        let day: Day = "2027-01-31".parse().unwrap();
        assert_eq!(month_of(day).to_string(), "2027-01-01");
        assert_eq!(back(month_of(day), 2).to_string(), "2026-11-01");
    }
}
