//! Background work as an operator sees it.

use clap::{Args, Subcommand};
use policy::Scope;
use shared::codes::{ClosedList, JobState};
use shared::id::JobId;
use storage::records::JobRecord;
use storage::{At, Tx};
use workflow::Stop;

use super::beside::{explained, installation, wait};
use crate::config::Config;

/// How many are listed.
const MOST: i64 = 1_000;

/// What to do with background work.
#[derive(Subcommand)]
pub(crate) enum Jobs {
    /// Lists background work, dead work unless told otherwise.
    List(List),
    /// Puts dead work back into the queue.
    Replay(Replay),
}

/// Which.
#[derive(Args)]
pub(crate) struct List {
    /// queued, running, done or dead.
    #[arg(long, default_value = "dead", value_parser = state_of)]
    state: JobState,
}

/// Which.
#[derive(Args)]
pub(crate) struct Replay {
    /// Ids that `jobs list` shows; all dead work when none is named.
    ids: Vec<JobId>,
}

impl Jobs {
    /// Does it, beside a running server.
    pub(crate) fn run(self, config: &Config) -> super::Done {
        let installation = installation(config)?;
        let (db, nothing) = (&installation.db, Scope::nothing(None));
        match self {
            Self::List(List { state }) => {
                let list = move |tx: &mut Tx<'_>| -> Result<_, Stop> {
                    Ok((tx.jobs_in(state, MOST)?, tx.count_jobs()?))
                };
                let (jobs, counts) = wait(db.read(&nothing, list))?.map_err(explained)?;
                let lines: Vec<String> = jobs.iter().map(line).collect();
                let counts: Vec<String> = counts
                    .iter()
                    .map(|(state, count)| format!("{count} {state}"))
                    .collect();
                super::say(&format!(
                    "{}\nIn all: {}.",
                    lines.join("\n"),
                    counts.join(", ")
                ))
            }
            Self::Replay(Replay { ids }) => {
                let now = At(installation.sources.now());
                let replay = move |tx: &mut Tx<'_>| -> Result<usize, Stop> {
                    if ids.is_empty() {
                        return Ok(tx.replay_jobs(None, now)?);
                    }
                    let mut replayed = 0;
                    for id in &ids {
                        replayed += tx.replay_jobs(Some(*id), now)?;
                    }
                    Ok(replayed)
                };
                let replayed = wait(db.keep_house(&nothing, replay))?.map_err(explained)?;
                super::say(&format!("{replayed} put back into the queue."))
            }
        }
    }
}

fn state_of(typed: &str) -> Result<JobState, String> {
    JobState::of_code(typed).ok_or_else(|| "expected queued, running, done or dead".to_owned())
}

/// Ids and causes: a job holds nothing else.
fn line(job: &JobRecord) -> String {
    format!(
        "{}\t{}\t{}\t{} tries\tnext {}\t{}",
        job.id.0,
        job.kind,
        job.state.0,
        job.attempts,
        job.run_at.0,
        job.last_error.as_deref().unwrap_or_default()
    )
}
