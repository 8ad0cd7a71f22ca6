//! Everything that is due, one after the other, to the end: for tests and for `--once`.

use storage::Db;
use workflow::{Sources, Stop};

use crate::Tools;
use crate::runner::{Worker, claim, work_on};

/// One piece of work that was tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ran {
    /// What kind of work.
    pub kind: String,
    /// Why it did not succeed; nothing when it did.
    pub failed: Option<String>,
}

/// Runs everything that may start now, and what that causes, until nothing is left. What fails waits for its next try,
/// for which the clock must move.
pub async fn run_due(db: &Db, sources: &Sources, tools: &Tools) -> Result<Vec<Ran>, Stop> {
    let worker = Worker::new(db.clone(), sources.clone(), tools.clone());
    let mut ran = Vec::new();
    loop {
        let jobs = claim(&worker, 16).await?;
        if jobs.is_empty() {
            return Ok(ran);
        }
        for job in jobs {
            let failed = work_on(&worker, &job).await?;
            ran.push(Ran {
                kind: job.kind,
                failed,
            });
        }
    }
}
