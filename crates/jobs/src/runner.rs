//! Claims work, does it, writes down what became of it.

use std::time::Duration;

use policy::{RunJob, Scope, for_system};
use shared::codes::{ClosedList, JobState};
use shared::time::Moment;
use storage::records::JobRecord;
use storage::{At, Db, Key, Tx};
use tokio::sync::watch;
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::{Instant, sleep, timeout};
use uuid::Uuid;
use workflow::outbox::JobKind;
use workflow::{Sources, Stop};

use crate::kinds::analyse::resume;
use crate::kinds::{Failure, mail, perform};
use crate::rounds::queue_rounds;
use crate::{Settings, Tools, Trouble};

/// How often the table is looked at when nothing happens; finished work looks again at once.
const POLL: Duration = Duration::from_secs(1);
/// How often is asked whether a new day brings new work.
const ROUNDS: Duration = Duration::from_mins(1);
/// How long an instance may be silent before others take over its work.
const LEASE_SECONDS: i64 = 60;
/// How often a lease is prolonged: twice may fail.
const HEARTBEAT: Duration = Duration::from_secs(20);
/// Pieces of work at a time per instance. They mostly wait for a mail server; SQLite has one writer anyhow.
const AT_A_TIME: usize = 4;
/// How long running work may go on after the order to stop.
const GRACE: Duration = Duration::from_secs(15);
/// After so many tries work is dead (trust.md §9).
const TRIES: i32 = 10;
/// The first pause …
const FIRST_PAUSE_SECONDS: i64 = 10;
/// … and the longest: 10 × 2.6⁸ reaches it with the ninth.
const LONGEST_PAUSE_SECONDS: i64 = 6 * 3_600;
/// … also when the other side asks for more.
const LONGEST_PAUSE: Duration = Duration::from_hours(6);

/// Does background work until it is told to stop; then finishes what runs and gives back the rest.
pub async fn run(db: Db, sources: Sources, settings: Settings, mut stopped: watch::Receiver<bool>) {
    let tools = match Tools::of(&settings) {
        Ok(tools) => tools,
        Err(error) => {
            tracing::error!(cause = %error, "background work cannot begin");
            return;
        }
    };
    if settings.smtp_url.is_none() {
        tracing::info!(path = %settings.mail_folder.display(), "no mail server is configured: mails land in this folder");
    }
    let worker = Worker::new(db, sources, tools);
    let resuming = tokio::spawn(resume_looks(worker.clone()));
    let mut running = JoinSet::new();
    let mut looks = Vec::new();
    let mut next_round = Instant::now();
    let mut trouble = Trouble::default();
    while !*stopped.borrow() {
        if Instant::now() >= next_round {
            next_round = Instant::now() + ROUNDS;
            if let Err(stop) = queue_rounds(&worker.db, &worker.sources).await {
                tracing::warn!(cause = ?stop, "the work of the day could not be queued");
            }
        }
        let seats = AT_A_TIME.saturating_sub(running.len());
        let claimed = claim(&worker, seats).await;
        if trouble.has_changed(claimed.as_ref()) {
            match &claimed {
                Ok(_) => tracing::info!("work can be claimed again"),
                Err(stop) => {
                    tracing::warn!(cause = ?stop, "no work can be claimed; every second is a new try");
                }
            }
        }
        let claimed = claimed.unwrap_or_default();
        for job in claimed {
            let worker = worker.clone();
            let is_look = [JobKind::Analyse, JobKind::Group]
                .iter()
                .any(|look| job.kind == look.code());
            let handle = running.spawn(async move {
                let work = work_on(&worker, &job);
                under_lease(&worker, &job, HEARTBEAT, work).await;
            });
            if is_look {
                looks.retain(|look: &AbortHandle| !look.is_finished());
                looks.push(handle);
            }
        }
        tokio::select! {
            _ = stopped.changed() => break,
            Some(_) = running.join_next(), if !running.is_empty() => {}
            () = sleep(POLL) => {}
        }
    }
    // A look can be broken off anywhere: it is given back, and who goes on sees the same signals wait.
    looks.iter().for_each(AbortHandle::abort);
    resuming.abort();
    stop(&worker, running, GRACE).await;
}

/// Signals that waited when this instance stopped, or that another model looked at.
async fn resume_looks(worker: Worker) {
    let Some(analyst) = &worker.tools.analyst else {
        return;
    };
    if let Err(stop) = resume(&worker.db, &worker.sources, analyst).await {
        tracing::warn!(cause = ?stop, "what waits for the analysis could not be counted; the next signal wakes it");
    }
}

/// One instance, as others see it.
#[derive(Clone)]
pub(crate) struct Worker {
    pub(crate) db: Db,
    pub(crate) sources: Sources,
    tools: Tools,
    /// Who holds the leases.
    owner: Uuid,
}

impl Worker {
    pub(crate) fn new(db: Db, sources: Sources, tools: Tools) -> Self {
        let owner = sources.ids.public();
        Self {
            db,
            sources,
            tools,
            owner,
        }
    }
}

/// Takes work that may start now. Asking first costs a read; claiming takes the writer's seat.
pub(crate) async fn claim(worker: &Worker, most: usize) -> Result<Vec<JobRecord>, Stop> {
    let most = i64::try_from(most).unwrap_or_default();
    if most == 0 {
        return Ok(Vec::new());
    }
    let now = worker.sources.now();
    let nothing = Scope::nothing(None);
    let is_due = move |tx: &mut Tx<'_>| -> Result<bool, Stop> { Ok(tx.is_job_due(At(now))?) };
    if !worker.db.read(&nothing, is_due).await? {
        return Ok(Vec::new());
    }
    let (owner, until) = (Key(worker.owner), At(lease_end(now)));
    let take = move |tx: &mut Tx<'_>| -> Result<Vec<JobRecord>, Stop> {
        Ok(tx.claim_jobs(owner, At(now), until, most)?)
    };
    worker.db.keep_house(&nothing, take).await
}

/// Does a claimed piece of work and settles it; answers why it failed, if it did.
pub(crate) async fn work_on(worker: &Worker, job: &JobRecord) -> Result<Option<String>, Stop> {
    let done = if job.attempts > TRIES {
        // It was claimed again and again and never settled: it takes its instance down with it.
        Err(Failure::Never(
            "given up: it never came to an end".to_owned(),
        ))
    } else {
        perform(&worker.db, &worker.sources, &worker.tools, job).await
    };
    let now = worker.sources.now();
    let (state, run_at, cause) = match done {
        Ok(()) => (JobState::Done, now, None),
        Err(Failure::Again(cause)) if job.attempts < TRIES => {
            (JobState::Queued, next_try(now, job.attempts), Some(cause))
        }
        Err(Failure::Later { cause, pause }) if job.attempts < TRIES => {
            let asked =
                now.plus(chrono::Duration::from_std(pause.min(LONGEST_PAUSE)).unwrap_or_default());
            let run_at = next_try(now, job.attempts).max(asked);
            (JobState::Queued, run_at, Some(cause))
        }
        Err(Failure::Again(cause) | Failure::Later { cause, .. } | Failure::Never(cause)) => {
            (JobState::Dead, now, Some(cause))
        }
    };
    if state == JobState::Dead {
        tracing::error!(job = %job.id.uuid(), kind = job.kind, cause, "work is dead; see `lokaal-signaal jobs list`");
        if let Some(authority) = job.authority_id {
            let permit = for_system::<RunJob>(authority.0);
            mail::gave_up(&worker.db, &worker.sources, &permit, job).await?;
        }
    } else if let Some(cause) = &cause {
        tracing::warn!(job = %job.id.uuid(), kind = job.kind, attempts = job.attempts, cause, "work failed and is tried again");
    }
    let (owner, id, error) = (Key(worker.owner), job.id.0, cause.clone());
    let finished_at = (state != JobState::Queued).then_some(At(now));
    let settle = move |tx: &mut Tx<'_>| -> Result<bool, Stop> {
        Ok(tx.settle_job(owner, id, state, At(run_at), error.as_deref(), finished_at)?)
    };
    if !worker.db.keep_house(&Scope::nothing(None), settle).await? {
        tracing::warn!(job = %job.id.uuid(), kind = job.kind, "the lease ended before the work did; another instance does it again");
    }
    Ok(cause)
}

/// Prolongs the lease while the work goes on.
async fn under_lease(
    worker: &Worker,
    job: &JobRecord,
    heartbeat: Duration,
    work: impl Future<Output = Result<Option<String>, Stop>>,
) {
    tokio::pin!(work);
    loop {
        tokio::select! {
            done = &mut work => {
                if let Err(stop) = done {
                    tracing::warn!(job = %job.id.uuid(), cause = ?stop, "what became of work could not be written down");
                }
                return;
            }
            () = sleep(heartbeat) => prolong(worker, job).await,
        }
    }
}

async fn prolong(worker: &Worker, job: &JobRecord) {
    let (owner, id, until) = (
        Key(worker.owner),
        job.id.0,
        At(lease_end(worker.sources.now())),
    );
    let extend =
        move |tx: &mut Tx<'_>| -> Result<bool, Stop> { Ok(tx.extend_lease(owner, id, until)?) };
    if let Err(stop) = worker.db.keep_house(&Scope::nothing(None), extend).await {
        tracing::warn!(job = %job.id.uuid(), cause = ?stop, "a lease could not be prolonged");
    }
}

/// Waits a while for what runs, and gives the rest back to the others.
async fn stop(worker: &Worker, mut running: JoinSet<()>, grace: Duration) {
    let rest = async { while running.join_next().await.is_some() {} };
    if timeout(grace, rest).await.is_err() {
        running.shutdown().await;
    }
    let (owner, now) = (Key(worker.owner), At(worker.sources.now()));
    let release =
        move |tx: &mut Tx<'_>| -> Result<usize, Stop> { Ok(tx.release_jobs(owner, now)?) };
    match worker.db.keep_house(&Scope::nothing(None), release).await {
        Ok(0) => {}
        Ok(jobs) => tracing::info!(jobs, "unfinished work was given back"),
        Err(stop) => tracing::warn!(cause = ?stop, "unfinished work waits until its leases end"),
    }
}

fn lease_end(now: Moment) -> Moment {
    now.plus(chrono::Duration::seconds(LEASE_SECONDS))
}

fn next_try(now: Moment, attempts: i32) -> Moment {
    let mut pause = FIRST_PAUSE_SECONDS;
    for _ in 1..attempts {
        pause = (pause * 13 / 5).min(LONGEST_PAUSE_SECONDS);
    }
    now.plus(chrono::Duration::seconds(pause))
}

#[cfg(test)]
mod tests;
