//! A model looks at signals that wait for one.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use policy::{Permit, RunJob, Scope};
use shared::codes::{ClosedList, KindOfProblem, Language};
use shared::id::{AuthorityId, SignalKey};
use storage::tx::query_types::TextRow;
use storage::{At, Db, Stored, Tx};
use workflow::analysis::{Backlog, Findings, backlog, keep_findings, lessons, wake};
use workflow::clusters::join_clusters;
use workflow::outbox::JobKind;
use workflow::{Sources, Stop};

use super::Failure;
use crate::Tools;
use crate::analyst::{Analyst, Kinds, Looked, Room, Stamp};
use crate::rounds::queue_later;

/// Signals that are looked at together. Few: what is found is written down and seen soon, and little is lost by a kill.
const BATCH: i64 = 16;
/// Then others have their turn.
const SPELL: Duration = Duration::from_secs(5);
/// Who finds a look going on comes back so many seconds later.
const PAUSE: i64 = 1;
/// Signals that another model looked at and that are taken up again at a time.
const TAKEN_UP: i64 = 200;

/// Looks at what waits, the newest first, for some seconds; what is left is queued again behind other work.
pub(super) async fn analyse(
    db: &Db,
    sources: &Sources,
    tools: &Tools,
    permit: &Permit<RunJob>,
    authority: AuthorityId,
) -> Result<(), Failure> {
    let Some(analyst) = &tools.analyst else {
        // What waits is looked at by whoever switches it on again.
        return Ok(());
    };
    let Ok(_turn) = analyst.looking.try_acquire() else {
        // Somebody is looking: this seat is for other work.
        return Ok(queue_later(db, sources, JobKind::Analyse, authority, PAUSE).await?);
    };
    let model = Arc::clone(analyst);
    aside(move || model.load()).await?;
    answer_every_call(db, sources, authority).await?;
    let began = Instant::now();
    loop {
        let rows = waiting(db, permit, analyst).await?;
        if rows.is_empty() {
            return Ok(());
        }
        if began.elapsed() > SPELL {
            let from = sources.clone();
            let again = move |tx: &mut Tx<'_>| wake(tx, &from, authority);
            return Ok(db.write(permit, again).await?);
        }
        let room = up_to_date(db, permit, analyst, authority).await?;
        let looked = look(analyst, &room, rows).await?;
        let findings = judge(db, permit, analyst, &room, looked).await?;
        let all = findings.len();
        let (own, from) = (permit.clone(), sources.clone());
        let keep = move |tx: &mut Tx<'_>| {
            let kept = keep_findings(tx, &own, &from, &findings)?;
            let near: Vec<_> = findings
                .iter()
                .map(|finding| (finding.signal, finding.near.clone()))
                .collect();
            join_clusters(tx, &own, &from, &near)?;
            Ok::<_, Stop>(kept)
        };
        let kept = db.write(permit, keep).await?;
        if kept == all {
            let kept = i64::try_from(kept).unwrap_or_default();
            locked(&room).count_kept(kept);
        } else {
            analyst.clear(authority);
        }
    }
}

/// One look is for everything that waits: whoever called for another signal until now need not be heard apart. An import
/// leaves a call for every row.
async fn answer_every_call(db: &Db, sources: &Sources, authority: AuthorityId) -> Result<(), Stop> {
    let now = At(sources.now());
    let answered = move |tx: &mut Tx<'_>| -> Result<_, Stop> {
        Ok(tx.drop_due_jobs(JobKind::Analyse.code(), authority, now)?)
    };
    db.keep_house(&Scope::nothing(None), answered).await?;
    Ok(())
}

/// Reads the model and begins with what waits, also for a new model: nobody wakes it otherwise until the next signal
/// comes in.
pub async fn resume(db: &Db, sources: &Sources, analyst: &Arc<Analyst>) -> Result<(), Stop> {
    let model = Arc::clone(analyst);
    // When it cannot be read, it goes on without one.
    let _ = aside(move || model.load()).await;
    let takes_over = analyst.takes_over();
    let mut is_in_use = false;
    for authority in sources.directory.all() {
        let scope = Scope::looking_up(authority.id);
        let (own, model) = (scope.clone(), analyst.model().to_owned());
        let read = move |tx: &mut Tx<'_>| backlog(tx, &own, Some(&model));
        let found = db.read(&scope, read).await?;
        is_in_use |= found != Backlog::default();
        if found.waiting > 0 || (takes_over && found.outdated > 0) {
            queue_later(db, sources, JobKind::Analyse, authority.id, PAUSE).await?;
        }
    }
    if is_in_use {
        // The first signal after a start need not wait until what ships is learnt.
        let ground = Arc::clone(analyst);
        let _ = aside(move || ground.warm()).await;
    }
    Ok(())
}

/// What came in, or else what another model looked at.
async fn waiting(
    db: &Db,
    permit: &Permit<RunJob>,
    analyst: &Analyst,
) -> Result<Vec<TextRow>, Stop> {
    let scope = permit.scope().clone();
    let read =
        move |tx: &mut Tx<'_>| -> Result<_, Stop> { Ok(tx.unanalysed_signals(&scope, BATCH)?) };
    let rows = db.read(permit.scope(), read).await?;
    if !rows.is_empty() {
        return Ok(rows);
    }
    if !analyst.takes_over() {
        return Ok(rows);
    }
    let (scope, model) = (permit.scope().clone(), analyst.model().to_owned());
    let take_up = move |tx: &mut Tx<'_>| -> Result<_, Stop> {
        if tx.await_analysis_by(&scope, &model, TAKEN_UP)? == 0 {
            return Ok(Vec::new());
        }
        Ok(tx.unanalysed_signals(&scope, BATCH)?)
    };
    db.write(permit, take_up).await
}

/// The room of the authority as the database is now.
async fn up_to_date(
    db: &Db,
    permit: &Permit<RunJob>,
    analyst: &Arc<Analyst>,
    authority: AuthorityId,
) -> Result<Arc<Mutex<Room>>, Failure> {
    let (own, model) = (permit.clone(), analyst.model().to_owned());
    let read = move |tx: &mut Tx<'_>| -> Result<_, Stop> {
        let scope = own.scope();
        let taxonomy = workflow::authorities::taxonomy(tx, scope, authority)?;
        let stamp = Stamp {
            vectors: tx.count_vectors(scope, &model)?,
            taxonomy: taxonomy.revision,
            decisions: tx.tag_decisions_mark(scope)?,
            kinds: counted(&tx.count_kinds_told(scope)?),
        };
        Ok((stamp, taxonomy))
    };
    let (stamp, taxonomy) = db.read(permit.scope(), read).await?;
    let room = analyst.room(authority);
    if let Some(room) = room {
        let known = locked(&room).stamp();
        if known == stamp {
            return Ok(room);
        }
        if (known.vectors, known.taxonomy) == (stamp.vectors, stamp.taxonomy) {
            let own = permit.clone();
            let read = move |tx: &mut Tx<'_>| lessons(tx, &own);
            let lessons = db.read(permit.scope(), read).await?;
            let (with, analyst) = (Arc::clone(&room), Arc::clone(analyst));
            let learn = move || {
                let (ground, embedder) = (analyst.ground(), analyst.embedder());
                locked(&with).learn(ground, embedder, stamp, lessons)
            };
            if aside(learn).await? {
                return Ok(room);
            }
        }
    }
    let (own, model) = (permit.clone(), analyst.model().to_owned());
    let read = move |tx: &mut Tx<'_>| -> Result<_, Stop> {
        Ok((tx.signal_vectors(own.scope(), &model)?, lessons(tx, &own)?))
    };
    let (vectors, lessons) = db.read(permit.scope(), read).await?;
    let with = Arc::clone(analyst);
    let furnish = move || {
        let vectors: Vec<_> = vectors
            .into_iter()
            .map(|(key, bytes)| (key.0, bytes))
            .collect();
        let (ground, embedder) = (with.ground(), with.embedder());
        let room = Room::new(ground, embedder, stamp, &taxonomy, &vectors, lessons);
        with.furnish(authority, room)
    };
    aside(furnish).await
}

fn counted(told: &[(Option<Stored<KindOfProblem>>, i64)]) -> Kinds {
    let mut kinds = Kinds::default();
    for (count, kind) in kinds.iter_mut().zip(KindOfProblem::ALL) {
        let of_kind = told
            .iter()
            .find(|(it, _)| it.is_some_and(|it| it.0 == *kind));
        *count = of_kind.map_or(0, |(_, signals)| *signals);
    }
    kinds
}

async fn look(
    analyst: &Arc<Analyst>,
    room: &Arc<Mutex<Room>>,
    rows: Vec<TextRow>,
) -> Result<Vec<Looked>, Failure> {
    let (analyst, room) = (Arc::clone(analyst), Arc::clone(room));
    aside(move || locked(&room).look(analyst.embedder(), rows)).await
}

/// Reads the neighbours' texts and holds each signal against them.
async fn judge(
    db: &Db,
    permit: &Permit<RunJob>,
    analyst: &Arc<Analyst>,
    room: &Arc<Mutex<Room>>,
    looked: Vec<Looked>,
) -> Result<Vec<Findings>, Failure> {
    let mut keys: Vec<SignalKey> = looked
        .iter()
        .flat_map(|one| one.near.iter().map(|(key, _)| *key))
        .collect();
    keys.sort_unstable();
    keys.dedup();
    let (scope, model) = (permit.scope().clone(), analyst.model().to_owned());
    let read = move |tx: &mut Tx<'_>| -> Result<_, Stop> {
        Ok(tx.texts_with_vectors(&scope, &model, &keys)?)
    };
    let mut neighbours: BTreeMap<SignalKey, (String, Language, Vec<u8>)> = db
        .read(permit.scope(), read)
        .await?
        .into_iter()
        .map(|(row, vector)| (row.key, (row.text, row.language, vector)))
        .collect();
    // Those of the same batch are not written down yet.
    neighbours.extend(looked.iter().map(Looked::as_neighbour));
    let (analyst, room) = (Arc::clone(analyst), Arc::clone(room));
    let judge = move || {
        let (ground, embedder) = (analyst.ground(), analyst.embedder());
        locked(&room).judge(ground, embedder, looked, &neighbours)
    };
    aside(judge).await
}

/// On a thread of its own, so that requests go on; and a server that stops does not wait for it, as it would for the
/// runtime's own threads.
pub(super) async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Failure> {
    let (done, result) = tokio::sync::oneshot::channel();
    std::thread::Builder::new()
        .name("analysis".to_owned())
        .spawn(move || drop(done.send(work())))
        .map_err(|error| Failure::Again(error.to_string()))?;
    result
        .await
        .map_err(|_| Failure::Again("the look ended without a result".to_owned()))
}

fn locked(room: &Mutex<Room>) -> std::sync::MutexGuard<'_, Room> {
    room.lock().unwrap_or_else(PoisonError::into_inner)
}
