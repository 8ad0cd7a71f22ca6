//! Figures of a cluster.

use std::collections::BTreeSet;

use policy::{Operation, Permit};
use shared::cluster::{ClusterFacts, ClusterStanding, WEEKS_SHOWN};
use shared::id::ProviderRef;
use shared::time::Day;
use storage::Tx;
use storage::records::ClusterRecord;
use storage::tx::query_types::MemberRow;

use crate::{Sources, Stop};

/// Days of a week.
const WEEK: i64 = 7;

/// Signals of each of the last twelve weeks until today, the earliest first.
pub fn weeks(days: impl Iterator<Item = Day>, today: Day) -> Vec<u32> {
    let mut weeks = vec![0; WEEKS_SHOWN];
    for day in days {
        let ago = (today.date() - day.date()).num_days().max(0) / WEEK;
        let place = usize::try_from(ago)
            .ok()
            .and_then(|ago| WEEKS_SHOWN.checked_sub(ago + 1));
        if let Some(week) = place.and_then(|place| weeks.get_mut(place)) {
            *week += 1;
        }
    }
    weeks
}

/// Counts what is in a cluster now, after a person changed it. What only a run can tell (how much it hangs together, where
/// it lies) stays as the run told it.
pub(super) fn recount<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    sources: &Sources,
    record: &mut ClusterRecord,
) -> Result<Vec<MemberRow>, Stop> {
    let members = tx.cluster_members(permit.scope(), record.id.0)?;
    let today = sources.today(record.authority_id.0);
    let inside = || {
        let rows = members.iter();
        rows.filter(|(member, _)| member.status.0 == ClusterStanding::Member)
            .map(|(_, signal)| signal)
    };
    let providers: BTreeSet<ProviderRef> = inside().map(|signal| signal.provider_ref.0).collect();
    let sectors: BTreeSet<&str> = inside()
        .filter_map(|signal| signal.sector.as_deref())
        .collect();
    let signals = inside().count();
    let ids: BTreeSet<_> = inside().map(|signal| signal.public_id.0).collect();
    let mut typical = record.facts.0.typical.clone();
    typical.retain(|id| ids.contains(id));
    record.facts.0 = ClusterFacts {
        signals: count(signals),
        providers: count(providers.len()),
        sectors: count(sectors.len()),
        weeks: weeks(inside().map(|signal| signal.received_on.0), today),
        proposed: count(members.len() - signals),
        typical,
        ..record.facts.0.clone()
    };
    Ok(members)
}

pub(super) fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_ends_today_and_what_is_older_than_twelve_is_not_shown() {
        let day = |day: &str| day.parse::<Day>().unwrap();
        let today = day("2026-11-29");
        let days = [
            "2026-11-29",
            "2026-11-23",
            "2026-11-22",
            "2026-09-07",
            "2026-09-06",
        ];
        let weeks = weeks(days.map(day).into_iter(), today);
        assert_eq!(weeks.len(), WEEKS_SHOWN);
        assert_eq!(weeks[11], 2);
        assert_eq!(weeks[10], 1);
        assert_eq!(weeks[0], 1);
        assert_eq!(weeks.iter().sum::<u32>(), 4);
    }
}
