//! Writes down what was judged, and queues the mails of the week.

use std::collections::BTreeSet;

use chrono::Duration;
use identity::named::named_id;
use policy::{Permit, RunJob};
use shared::id::{JobId, MembershipId};
use shared::time::Day;
use storage::records::{JobRecord, TrendRecord, TrendRunRecord, TrendSubscriptionRecord};
use storage::{At, Key, On, Tx};

use super::count::Counts;
use super::monday;
use crate::outbox::{JobKind, Mail, job};
use crate::{Sources, Stop};

/// Weeks that are kept: two years of pictures.
const KEPT_WEEKS: i32 = 104;
/// When mails of a week go out at the earliest, on the authority's wall: Monday at seven.
const HOUR: i64 = 7;

/// Puts judged weeks in the place of what was said before, and queues one mail for each member who follows a rise that
/// was not written down yet. Done twice, it changes nothing.
pub fn keep_trends(
    tx: &mut Tx<'_>,
    permit: &Permit<RunJob>,
    sources: &Sources,
    counts: &Counts,
    records: &[TrendRecord],
) -> Result<(), Stop> {
    let scope = permit.scope();
    let is_enough = !counts.to_judge.is_empty();
    if is_enough {
        let weeks: Vec<On> = counts
            .to_judge
            .iter()
            .map(|week| On(monday(*week)))
            .collect();
        tx.put_trends(scope, &weeks, records)?;
        tx.expire_trends(scope, monday(counts.last - KEPT_WEEKS))?;
    }
    let run = TrendRunRecord {
        authority_id: Key(counts.authority),
        week: is_enough.then(|| On(monday(counts.last))),
        weeks: counts.weeks,
        ran_at: At(sources.now()),
    };
    tx.put_trend_run(scope, &run)?;
    let week = monday(counts.last);
    let is_new = |record: &&TrendRecord| {
        record.week.0 == week
            && record.rise_began_on.is_some()
            && !counts.told.contains(&record.series_id.0)
    };
    let new: Vec<&TrendRecord> = records.iter().filter(is_new).collect();
    if new.is_empty() {
        return Ok(());
    }
    let followers: BTreeSet<MembershipId> = tx
        .trend_subscriptions(scope, None)?
        .into_iter()
        .filter(|followed| new.iter().any(|record| is_about(record, followed)))
        .map(|followed| followed.membership_id.0)
        .collect();
    for member in followers {
        tx.insert_job_once(&mail(sources, counts, member, week))?;
    }
    Ok(())
}

/// Whether a row tells of what is followed: a theme, a place, or a theme that grew in a place.
pub(super) fn is_about(record: &TrendRecord, followed: &TrendSubscriptionRecord) -> bool {
    use shared::trend::TrendKind::{Place, Theme};
    match (record.kind.0, &followed.theme, &followed.place) {
        (Theme, Some(theme), None) => record.code == *theme,
        (Place, None, Some(place)) => record.code == *place,
        (Theme, Some(theme), Some(place)) => {
            let places = record.growth.iter().flat_map(|growth| &growth.places);
            record.code == *theme && places.into_iter().any(|part| part.name == *place)
        }
        _ => false,
    }
}

/// One mail for one member in one week, whoever queues it and however often.
fn mail(sources: &Sources, counts: &Counts, member: MembershipId, week: Day) -> JobRecord {
    let (authority, id) = (counts.authority, member.uuid());
    let of_week = week.to_string();
    let of = authority.uuid();
    let parts: [&[u8]; 4] = [b"rises", of.as_bytes(), id.as_bytes(), of_week.as_bytes()];
    let payload = serde_json::to_value(Mail::Rises { member, week }).unwrap_or_default();
    let begins = sources.start_of(monday(counts.last + 1), authority);
    let at = begins.plus(Duration::hours(HOUR)).max(sources.now());
    JobRecord {
        id: Key(JobId::new(named_id(parts))),
        run_at: At(at),
        ..job(sources, JobKind::Mail, Some(authority), payload)
    }
}
