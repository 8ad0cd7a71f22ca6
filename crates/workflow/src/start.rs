//! What needs somebody today (D1).

use identity::keys::{BackupState, backup_state};
use policy::{Actor, Permit, Staff, Wanted};
use shared::codes::JobState;
use shared::life_cycle::{IssueState, SignalState};
use shared::start::{KeysBackup, Start};
use storage::Tx;

use crate::analysis::Looks;
use crate::{Sources, Stop};

/// Counts what waits. A person sees a count only where the matching operation is allowed: an administrator learns how
/// many jobs failed, not how many signals came in.
pub fn get_start(
    tx: &mut Tx<'_>,
    permit: &Permit<policy::GetStart>,
    sources: &Sources,
    staff: &Staff,
    looks: &Looks,
) -> Result<Start, Stop> {
    let mut start = Start::default();
    let actor = Actor::Staff(staff.clone());
    let wanted = match permit.scope().reads() {
        [only] => Wanted::One(*only),
        _ => Wanted::All,
    };
    if let Ok(reader) = policy::decide::<policy::ListSignals>(&actor, wanted) {
        let waiting = tx.waiting_signals(reader.scope(), &sources.todays(reader.scope()))?;
        let signals = |state: SignalState| count(in_state(&waiting.by_state, state));
        start.held = signals(SignalState::Held);
        start.received = signals(SignalState::Received);
        start.late = count(Some(waiting.late));
        start.answered = count(Some(waiting.answered));
        start.feedback_due = count(Some(waiting.feedback_due));
    }
    if let Ok(worker) = policy::decide::<policy::ListIssues>(&actor, wanted) {
        let waiting = tx.waiting_issues(worker.scope(), &sources.todays(worker.scope()))?;
        let issues = |state: IssueState| count(in_state(&waiting.by_state, state));
        start.to_validate = issues(IssueState::InAnalysis);
        start.to_decide = issues(IssueState::Prioritised);
        start.to_review = count(Some(waiting.to_review));
        start.actions_late = count(Some(waiting.actions_late));
    }
    if policy::decide::<policy::ListMembers>(&actor, wanted).is_ok() {
        let jobs = tx.count_jobs()?;
        start.dead_jobs = count(in_state(&jobs, JobState::Dead));
        start.keys_backup = keys_backup(sources);
        start.analysis = looks.told(tx, permit.scope())?;
    }
    Ok(start)
}

/// What an operator must still do about the backup of the keys (decisions.md 17).
pub fn keys_backup(sources: &Sources) -> Option<KeysBackup> {
    match backup_state(&sources.keys()) {
        BackupState::Never => Some(KeysBackup::Never),
        BackupState::Outdated { .. } => Some(KeysBackup::Outdated),
        BackupState::Confirmed { .. } => None,
    }
}

fn in_state<S: Copy + PartialEq>(counts: &[(S, i64)], state: S) -> Option<i64> {
    let found = counts.iter().find(|(of, _)| *of == state);
    found.map(|(_, count)| *count)
}

/// Nothing found in a state is zero, not unknown.
fn count(found: Option<i64>) -> Option<u32> {
    u32::try_from(found.unwrap_or(0)).ok()
}
