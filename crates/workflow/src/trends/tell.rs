//! Which rises are told, and what they are made of.

use std::collections::{BTreeMap, BTreeSet};

use analysis::trends::{FALSE_DISCOVERY_RATE, FEWEST_PROVIDERS, Part, TOGETHER, grown, is_told};
use policy::{Permit, RunJob, Scope};
use shared::id::ProviderRef;
use shared::time::Day;
use shared::trend::{Grown, TrendGrowth};
use storage::records::{SignalRecord, TrendRecord};
use storage::{Json, On, Tx};

use super::count::Counts;
use super::words::words_that_grew;
use super::{monday, week_of};
use crate::Stop;
use crate::signals::shared_sectors;

/// Weeks before a rise that it is compared with.
const WEEKS_BEFORE: i32 = 52;
/// Parts that are named.
const MOST_PARTS: usize = 5;

/// Marks what is told among judged weeks. A rise counts once as long as it lasts: who was told in the weeks that are
/// judged together is in the same one.
pub fn tell_rises(
    tx: &mut Tx<'_>,
    permit: &Permit<RunJob>,
    counts: &Counts,
    records: &mut [TrendRecord],
) -> Result<(), Stop> {
    let scope = permit.scope();
    let mut rises = counts.rises.clone();
    let shared: BTreeSet<String> = shared_sectors(tx, scope)?
        .into_iter()
        .map(|(_, sector)| sector)
        .collect();
    for record in records {
        let Some(q_value) = record.q_millionths.map(|share| f64::from(share) / 1e6) else {
            continue;
        };
        if q_value > FALSE_DISCOVERY_RATE || record.observed * 1_000 <= record.expected_thousandths
        {
            continue;
        }
        let week = week_of(record.week.0);
        let behind = Behind::read(tx, scope, counts, record, week)?;
        let (providers, organisations) = behind.who();
        if !is_told(q_value, providers, organisations) {
            continue;
        }
        let together = i32::try_from(TOGETHER).unwrap_or_default();
        let series = record.series_id.0;
        let earlier = (week - together..week).rev();
        let began = earlier.filter_map(|week| rises.get(&(series, week)).copied());
        let began = began.min().unwrap_or(record.week.0);
        rises.insert((series, week), began);
        record.rise_began_on = Some(On(began));
        let sector = |signal: &SignalRecord| signal.sector.clone().filter(|it| shared.contains(it));
        record.growth = Some(Json(TrendGrowth {
            providers,
            organisations,
            sectors: behind.parts(sector),
            places: behind.parts(|signal| signal.place.clone()),
        }));
        if week == counts.last {
            let words = words_that_grew(tx, scope, &behind)?;
            record.words = Some(Json(words)).filter(|words| !words.0.is_empty());
        }
    }
    Ok(())
}

/// The signals behind a rise, and those of the year before it.
pub(super) struct Behind {
    pub(super) before: Vec<SignalRecord>,
    pub(super) now: Vec<SignalRecord>,
    /// How many weeks each stands for.
    spans: (u32, u32),
}

impl Behind {
    fn read(
        tx: &mut Tx<'_>,
        scope: &Scope,
        counts: &Counts,
        record: &TrendRecord,
        week: i32,
    ) -> Result<Self, Stop> {
        let from = week - record.weeks + 1;
        let earliest = (from - WEEKS_BEFORE).max(counts.first);
        let days: (Day, Day) = (monday(earliest), monday(week + 1).plus_days(-1));
        let all = tx.signals_of_trend(scope, record.kind.0, &record.code, days)?;
        let (now, before) = all
            .into_iter()
            .partition(|signal| signal.received_on.0 >= monday(from));
        let span = |weeks: i32| u32::try_from(weeks).unwrap_or_default();
        Ok(Self {
            before,
            now,
            spans: (span(from - earliest), span(record.weeks)),
        })
    }

    /// Distinct providers and organisations now.
    fn who(&self) -> (u32, u32) {
        let providers: BTreeSet<ProviderRef> =
            self.now.iter().map(|one| one.provider_ref.0).collect();
        let organisations: BTreeSet<_> = self
            .now
            .iter()
            .filter_map(|one| one.organisation_id.map(|id| id.0))
            .collect();
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        (count(providers.len()), count(organisations.len()))
    }

    fn parts(&self, name: impl Fn(&SignalRecord) -> Option<String>) -> Vec<Grown> {
        let named = |signals: &[SignalRecord]| {
            let mut seen = BTreeSet::new();
            for signal in signals {
                if let Some(name) = name(signal) {
                    seen.insert(once(signal, name));
                }
            }
            seen
        };
        self.grown(&named(&self.before), &named(&self.now))
    }

    /// What grew, of things that are counted once for a provider in a week.
    pub(super) fn grown(&self, before: &BTreeSet<Once>, now: &BTreeSet<Once>) -> Vec<Grown> {
        let counts = |seen: &BTreeSet<Once>| {
            let mut counts: BTreeMap<String, u32> = BTreeMap::new();
            for (name, ..) in seen {
                *counts.entry(name.clone()).or_default() += 1;
            }
            counts
        };
        // One provider who writes every week is still one.
        let people = |name: &str| {
            let of_name = now.iter().filter(|(of, ..)| of == name);
            let people: BTreeSet<ProviderRef> = of_name.map(|(_, _, provider)| *provider).collect();
            u32::try_from(people.len()).unwrap_or_default() >= FEWEST_PROVIDERS
        };
        let parts = grown(
            &counts(before),
            &counts(now),
            self.spans,
            FEWEST_PROVIDERS,
            usize::MAX,
        );
        let parts = parts.into_iter().filter(|part| people(&part.name));
        parts.take(MOST_PARTS).map(part).collect()
    }
}

/// Name, week, provider.
pub(super) type Once = (String, i32, ProviderRef);

pub(super) fn once(signal: &SignalRecord, name: String) -> Once {
    (name, week_of(signal.received_on.0), signal.provider_ref.0)
}

/// Expected counts are told to a tenth.
fn part(part: Part) -> Grown {
    Grown {
        expected: (part.expected * 10.0).round() / 10.0,
        now: part.now,
        name: part.name,
    }
}
