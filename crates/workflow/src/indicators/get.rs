//! The indicators of each authority of a request.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use analysis::indicators::{Sight, Window, figures};
use policy::{GetIndicators, Permit};
use shared::codes::Role;
use shared::id::AuthorityId;
use shared::indicator::{
    Breakdown, Figures, IndicatorList, IndicatorPeriod, Indicators, Part, PartKind, USUAL_DAYS,
};
use shared::taxonomy::Scheme;
use shared::time::Day;
use storage::tx::query_types::CodeCountRow;
use storage::{At, Key, Tx};

use super::read::Read;
use crate::{Sources, Stop, authorities};

/// Reads once for all authorities, and counts each by itself: some fifteen statements, and one for each authority.
pub fn get_indicators(
    tx: &mut Tx<'_>,
    permit: &Permit<GetIndicators>,
    sources: &Sources,
    period: IndicatorPeriod,
) -> Result<IndicatorList, Stop> {
    let scope = permit.scope();
    let windows: BTreeMap<AuthorityId, Window> = scope
        .reads()
        .iter()
        .map(|authority| (*authority, window(period, sources.today(*authority))))
        .collect();
    // Who was active in the period before the one before tells who came back in that.
    let first = |window: &Window| window.from.plus_days(-2 * window.days());
    let Some(since) = windows.values().map(first).min() else {
        return Ok(IndicatorList { items: Vec::new() });
    };
    let read = Read::since(tx, scope, sources, since)?;
    let mut counts = Counts::default();
    let mut items = Vec::new();
    for (authority, window) in windows {
        let sectors = authorities::taxonomy(tx, scope, authority)?.provider_sectors;
        let sectors = sectors.into_iter().map(|sector| sector.code.to_string());
        let facts = read.facts(sources, authority, sectors.collect());
        let sight = match permit.seat(authority) {
            Some((_, Role::Processor | Role::LeadProcessor)) => Sight::Everything,
            _ => Sight::Totals,
        };
        let mut of = |window: Window| -> Result<Figures, Stop> {
            let window = Window {
                registered: counts.registered(tx, permit, sources, authority, window)?,
                ..window
            };
            let days = (window.from, window.to.min(window.until));
            let is_counted = |day: Day| days.0 <= day && day <= days.1;
            let signals = facts.signals.iter();
            let received = signals.filter(|signal| is_counted(signal.received_on));
            let rows = counts.codes(tx, permit, days)?;
            let coded = coded(authority, rows, number(received.count()));
            Ok(figures(&facts, window, sight, coded))
        };
        items.push(Indicators {
            authority: sources.slug(authority),
            computed_at: sources.now(),
            now: of(window)?,
            before: of(window.before(0))?,
        });
    }
    Ok(IndicatorList { items })
}

/// The days that were asked for, as far as they came.
fn window(period: IndicatorPeriod, today: Day) -> Window {
    let to = period.to.unwrap_or(today).min(today);
    let usual = || to.plus_days(1 - i64::from(USUAL_DAYS));
    Window {
        from: period.from.unwrap_or_else(usual).min(to),
        to,
        until: today,
        registered: 0,
    }
}

/// How many people are registered in each authority.
type Registered = Vec<(Key<AuthorityId>, i64)>;

/// What the database counts, for all authorities of a request at once: most have the same days.
#[derive(Default)]
struct Counts {
    codes: BTreeMap<(Day, Day), Vec<CodeCountRow>>,
    registered: BTreeMap<(At, At), Registered>,
}

impl Counts {
    fn codes(
        &mut self,
        tx: &mut Tx<'_>,
        permit: &Permit<GetIndicators>,
        days: (Day, Day),
    ) -> Result<&[CodeCountRow], Stop> {
        Ok(match self.codes.entry(days) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(tx.count_codes(permit.scope(), days)?),
        })
    }

    fn registered(
        &mut self,
        tx: &mut Tx<'_>,
        permit: &Permit<GetIndicators>,
        sources: &Sources,
        authority: AuthorityId,
        window: Window,
    ) -> Result<u32, Stop> {
        let begins = At(sources.start_of(window.from, authority));
        let ends = At(sources.start_of(window.to.plus_days(1), authority));
        let counts = match self.registered.entry((begins, ends)) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(tx.count_registered(permit.scope(), begins, ends)?),
        };
        let own = counts.iter().find(|(of, _)| of.0 == authority);
        Ok(own.map_or(0, |(_, count)| whole(*count)))
    }
}

/// Themes and target groups, the most first: shown to everybody as they are (product.md, counts).
fn coded(authority: AuthorityId, rows: &[CodeCountRow], received: u32) -> Vec<Breakdown> {
    let of = |scheme: Scheme, kind: PartKind| {
        let mut known = 0;
        let mut parts = Vec::new();
        for (of, own, code, signals, providers) in rows {
            if of.0 != authority || own.0 != scheme {
                continue;
            }
            match code {
                Some(code) => parts.push(Part {
                    name: code.clone(),
                    signals: whole(*signals),
                    providers: whole(*providers),
                }),
                None => known = whole(*signals),
            }
        }
        parts.sort_by(|one, other| {
            let key = |part: &Part| (part.signals, part.providers);
            key(other)
                .cmp(&key(one))
                .then_with(|| one.name.cmp(&other.name))
        });
        Breakdown {
            kind,
            parts,
            others: None,
            unknown: received.saturating_sub(known),
        }
    };
    vec![
        of(Scheme::Theme, PartKind::Theme),
        of(Scheme::TargetGroup, PartKind::TargetGroup),
    ]
}

fn whole(count: i64) -> u32 {
    u32::try_from(count).unwrap_or_default()
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_days_it_is_the_last_year_and_no_day_lies_ahead() {
        let today: Day = "2026-11-30".parse().unwrap();
        let usual = window(IndicatorPeriod::default(), today);
        let days = (usual.from.to_string(), usual.to, usual.until);
        assert_eq!(days, ("2025-12-01".to_owned(), today, today));
        let ahead = IndicatorPeriod {
            from: Some(today.plus_days(3)),
            to: Some(today.plus_days(9)),
        };
        assert_eq!(window(ahead, today).days(), 1);
    }
}
