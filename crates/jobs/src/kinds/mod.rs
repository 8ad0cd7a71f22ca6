//! What each kind of work does. Each may run twice and has its effect once.

pub(crate) mod analyse;
mod expire;
mod forget;
mod group;
pub(crate) mod mail;
mod push;
mod summarise;
mod trends;
mod words;

use std::time::Duration;

use policy::{Permit, RunJob, for_system};
use serde::Deserialize;
use shared::codes::ClosedList;
use shared::id::{AuthorityId, ImportId, IssueId};
use storage::records::JobRecord;
use storage::{Db, StorageError};
use workflow::outbox::JobKind;
use workflow::{Sources, Stop, feedback, imports, issues, outbox, published};

use crate::Tools;

/// Why work did not succeed. The words end in `jobs.last_error` and in the log: ids and causes, never a text or an
/// address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Failure {
    /// Tried again later.
    Again(String),
    /// Tried again, but not before the other side asked for.
    Later {
        /// Why.
        cause: String,
        /// How long to wait at least.
        pause: Duration,
    },
    /// Nothing will change it: an operator looks.
    Never(String),
}

impl From<Stop> for Failure {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Refused(refusal) => Self::Again(format!("refused: {refusal:?}")),
            Stop::Storage(error) => error.into(),
            Stop::Sealed(error) => Self::Again(error.to_string()),
        }
    }
}

impl From<StorageError> for Failure {
    fn from(error: StorageError) -> Self {
        Self::Again(error.to_string())
    }
}

/// Does one piece of work.
pub(crate) async fn perform(
    db: &Db,
    sources: &Sources,
    tools: &Tools,
    job: &JobRecord,
) -> Result<(), Failure> {
    let kind = JobKind::of_code(&job.kind)
        .ok_or_else(|| Failure::Never(format!("unknown kind of work {:?}", job.kind)))?;
    match kind {
        JobKind::Mail => mail::send(db, sources, tools, &permit(job)?, job).await,
        JobKind::Push => push::send(db, sources, tools, &permit(job)?, job).await,
        JobKind::Import => {
            let import = payload::<ImportPayload>(job)?.import;
            imports::run_import(db, sources, authority(job)?, import).await?;
            Ok(())
        }
        JobKind::Unpark => {
            let issue = payload::<IssuePayload>(job)?.issue;
            within(db, sources, &permit(job)?, move |tx, permit, sources| {
                issues::return_parked(tx, permit, sources, issue)
            })
            .await
        }
        JobKind::StillOpen => {
            within(db, sources, &permit(job)?, |tx, permit, sources| {
                feedback::fall_due_again(tx, permit, sources).map(drop)
            })
            .await
        }
        JobKind::Remind => {
            within(db, sources, &permit(job)?, |tx, permit, sources| {
                outbox::remind_of_actions(tx, permit, sources).map(drop)
            })
            .await
        }
        JobKind::Weekly => {
            within(db, sources, &permit(job)?, |tx, permit, sources| {
                outbox::queue_weekly_mails(tx, permit, sources).map(drop)
            })
            .await
        }
        JobKind::Analyse => {
            analyse::analyse(db, sources, tools, &permit(job)?, authority(job)?).await
        }
        JobKind::Group => group::group(db, sources, tools, &permit(job)?, authority(job)?).await,
        JobKind::Trends => trends::judge(db, sources, &permit(job)?, authority(job)?).await,
        JobKind::Publish => {
            within(db, sources, &permit(job)?, |tx, permit, sources| {
                published::release_months(tx, permit, sources).map(drop)
            })
            .await
        }
        JobKind::Words => words::renew(db, sources, &permit(job)?).await,
        JobKind::Summarise => summarise::summarise(db, sources, tools, &permit(job)?, job).await,
        JobKind::Expire => expire::expire(db, sources, &permit(job)?).await,
        JobKind::Forget => forget::forget(db).await,
    }
}

/// Whose work it is.
fn authority(job: &JobRecord) -> Result<AuthorityId, Failure> {
    let of = job.authority_id.map(|key| key.0);
    of.ok_or_else(|| Failure::Never("no authority is named".to_owned()))
}

fn permit(job: &JobRecord) -> Result<Permit<RunJob>, Failure> {
    authority(job).map(for_system)
}

#[derive(Deserialize)]
struct ImportPayload {
    import: ImportId,
}

#[derive(Deserialize)]
struct IssuePayload {
    issue: IssueId,
}

/// What a job is about. One that cannot be read never will be.
pub(crate) fn payload<T: for<'de> Deserialize<'de>>(job: &JobRecord) -> Result<T, Failure> {
    T::deserialize(&job.payload.0).map_err(|error| Failure::Never(error.to_string()))
}

/// One use case in one transaction, with its audit entry.
async fn within(
    db: &Db,
    sources: &Sources,
    permit: &Permit<RunJob>,
    work: impl Fn(&mut storage::Tx<'_>, &Permit<RunJob>, &Sources) -> Result<(), Stop> + Send + 'static,
) -> Result<(), Failure> {
    let (own, sources) = (permit.clone(), sources.clone());
    db.write(permit, move |tx| work(tx, &own, &sources))
        .await
        .map_err(Failure::from)
}
