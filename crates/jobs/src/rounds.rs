//! What comes round by itself. Every instance makes up the same id for the same round, so whoever is first queues it
//! and the others find it there.

use policy::Scope;
use shared::codes::ClosedList;
use shared::id::{AuthorityId, JobId};
use shared::time::Day;
use storage::records::JobRecord;
use storage::{At, Db, Key, Tx};
use uuid::{Builder, Uuid};
use workflow::outbox::{self, JobKind, Week};
use workflow::{Sources, Stop};

/// Done once a day per authority.
const DAILY: [JobKind; 7] = [
    JobKind::StillOpen,
    JobKind::Remind,
    JobKind::Expire,
    JobKind::Group,
    JobKind::Trends,
    JobKind::Publish,
    JobKind::Words,
];
/// Done once a day for all of them: it is about files, which they share.
const DAILY_FOR_ALL: [JobKind; 1] = [JobKind::Forget];

/// Queues what today brings and nobody queued yet; how much.
pub async fn queue_rounds(db: &Db, sources: &Sources) -> Result<usize, Stop> {
    let mut rounds = Vec::new();
    for authority in sources.directory.all() {
        let today = sources.today(authority.id);
        rounds.extend(DAILY.map(|kind| round(sources, kind, Some(authority.id), today)));
        // On the first Monday morning and never again in its week; later when no server ran then.
        let week = Week::now(sources, authority.id);
        rounds.push(round(
            sources,
            JobKind::Weekly,
            Some(authority.id),
            week.monday,
        ));
    }
    let today = Day::new(sources.now().utc().date_naive());
    rounds.extend(DAILY_FOR_ALL.map(|kind| round(sources, kind, None, today)));
    let insert = move |tx: &mut Tx<'_>| -> Result<usize, Stop> {
        let mut queued = 0;
        for job in &rounds {
            queued += usize::from(tx.insert_job_once(job)?);
        }
        Ok(queued)
    };
    db.keep_house(&Scope::nothing(None), insert).await
}

fn round(sources: &Sources, kind: JobKind, authority: Option<AuthorityId>, day: Day) -> JobRecord {
    let job = outbox::job(sources, kind, authority, serde_json::json!({}));
    JobRecord {
        id: Key(id_of(kind, authority, day)),
        ..job
    }
}

/// Puts work off for so many seconds. Whoever puts off the same within that time puts off one piece of work.
pub(crate) async fn queue_later(
    db: &Db,
    sources: &Sources,
    kind: JobKind,
    authority: AuthorityId,
    seconds: i64,
) -> Result<(), Stop> {
    let at = sources.now().plus(chrono::Duration::seconds(seconds));
    let turn = at.micros() / (1_000_000 * seconds);
    // Apart from the rounds of days.
    let turn = u128::from(turn.unsigned_abs()) << 8 | position(kind) | 1 << 59;
    let later = JobRecord {
        id: Key(agreed_id(Some(authority), turn)),
        run_at: At(at),
        ..outbox::job(sources, kind, Some(authority), serde_json::json!({}))
    };
    let queue = move |tx: &mut Tx<'_>| -> Result<(), Stop> {
        tx.insert_job_once(&later)?;
        Ok(())
    };
    db.keep_house(&Scope::nothing(None), queue).await
}

/// Of a kind of work among all.
fn position(kind: JobKind) -> u128 {
    let position = JobKind::ALL.iter().position(|known| *known == kind);
    u128::try_from(position.unwrap_or_default()).unwrap_or_default()
}

/// One id for one kind of work in one authority, or in all, on one day.
fn id_of(kind: JobKind, authority: Option<AuthorityId>, day: Day) -> JobId {
    let days = day.midnight().micros() / 86_400_000_000;
    let round = u128::from(days.unsigned_abs()) << 8 | position(kind);
    agreed_id(authority, round)
}

/// The id that every instance makes up for the same round of work. Authorities' ids are random enough to keep them apart: a
/// round only touches the low bits, which in those ids are random and 62 bits wide.
fn agreed_id(authority: Option<AuthorityId>, round: u128) -> JobId {
    let authority = authority.map_or(u128::MAX, |authority| authority.uuid().as_u128());
    let mixed = authority ^ round ^ (1 << 60);
    Builder::from_custom_bytes(Uuid::from_u128(mixed).into_bytes())
        .into_uuid()
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_round_has_one_id_everywhere_and_no_other_round_has_it() {
        let mut ids = Vec::new();
        for authority in [None, Some(1_u128 << 90), Some(7), Some((7 << 100) | 9)] {
            let authority = authority.map(|authority| Uuid::from_u128(authority).into());
            for kind in DAILY.into_iter().chain(DAILY_FOR_ALL) {
                for day in ["2026-11-22", "2026-11-23", "2027-11-23"] {
                    let day: Day = day.parse().unwrap();
                    let id = id_of(kind, authority, day);
                    assert_eq!(id, id_of(kind, authority, day));
                    ids.push(id);
                }
            }
        }
        let all = ids.len();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), all);
    }
}
