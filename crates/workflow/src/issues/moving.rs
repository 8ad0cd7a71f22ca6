//! Signals move between issues: in one, out of another, both sides counted, nothing lost on the way.

use policy::{Operation, Permit};
use shared::codes::FeedbackMoment;
use shared::id::SignalKey;
use shared::life_cycle::{LifeCycle, SignalEvent};
use storage::records::{FeedbackRecord, IssueRecord, IssueSignalRecord, SignalRecord};
use storage::{At, Key, Tx};

use super::facts::moment_on_arrival;
use crate::signals::{Step, save, take_step};
use crate::{Refusal, Sources, Stop};

/// Which signals belong to an issue now.
pub(super) fn linked<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    issue: &IssueRecord,
) -> Result<Vec<SignalKey>, Stop> {
    let rows = tx.linked_signals(permit.scope(), issue.id.0)?;
    Ok(rows
        .into_iter()
        .map(|(signal, _, _, _, _)| signal.0)
        .collect())
}

/// Several signals by their keys; each must be there.
pub(super) fn load<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    keys: &[SignalKey],
) -> Result<Vec<SignalRecord>, Stop> {
    let signals = tx.signals_by_keys(permit.scope(), keys)?;
    if signals.len() == keys.len() {
        Ok(signals)
    } else {
        Err(Refusal::NotFound.into())
    }
}

/// Puts a signal into an issue. The caller writes the issue. Its provider hears about the issue what the others heard
/// already, once it is past a decision; a mere move is no news.
pub(super) fn put<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    sources: &Sources,
    mut signal: SignalRecord,
    issue: &mut IssueRecord,
) -> Result<SignalRecord, Stop> {
    let now = At(sources.now());
    let link = IssueSignalRecord {
        authority_id: signal.authority_id,
        issue_id: issue.id,
        signal_id: signal.id,
        linked_at: now,
        membership_id: permit
            .seat(signal.authority_id.0)
            .map(|(member, _)| Key(member)),
        unlinked_at: None,
    };
    tx.put_issue_signal(permit.scope(), &link)?;
    signal.links += 1;
    signal.first_linked_at = signal.first_linked_at.or(Some(now));
    issue.signal_count += 1;
    let signal = write_down(tx, permit, sources, signal, SignalEvent::Link, issue)?;
    let moment = moment_on_arrival(issue);
    if moment != FeedbackMoment::Linked && !signal.state.is_ended() {
        let issue = Some(issue.id.0);
        crate::feedback::fall_due_for_signal(tx, permit, sources, &signal, issue, moment)?;
    }
    Ok(signal)
}

/// Takes a signal out of an issue, for another. The caller writes the issue; the link's row stays as history. What was
/// still owed about the old issue is owed about the new one.
pub(super) fn take<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    sources: &Sources,
    mut signal: SignalRecord,
    issue: &mut IssueRecord,
    other: &IssueRecord,
) -> Result<SignalRecord, Stop> {
    tx.end_issue_signal(permit.scope(), issue.id.0, signal.id.0, At(sources.now()))?;
    signal.links -= 1;
    issue.signal_count -= 1;
    let signal = write_down(tx, permit, sources, signal, SignalEvent::Unlink, issue)?;
    let rows = tx.feedback_of_signal(permit.scope(), signal.id.0)?;
    let is_owed = |row: &FeedbackRecord| row.issue_id == Some(issue.id) && !row.state.is_informed();
    if rows.iter().any(|(row, _)| is_owed(row)) {
        let (from, to) = (issue.id.0, Some(other.id.0));
        crate::feedback::drop_unsent_about(tx, permit, signal.id.0, from)?;
        let moment = moment_on_arrival(other);
        crate::feedback::fall_due_for_signal(tx, permit, sources, &signal, to, moment)?;
    }
    Ok(signal)
}

/// A signal that ended keeps its state and its links: it moves as a count, without a step of its own.
fn write_down<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    sources: &Sources,
    signal: SignalRecord,
    event: SignalEvent,
    issue: &IssueRecord,
) -> Result<SignalRecord, Stop> {
    if signal.state.on(event).next().is_none() {
        return save(tx, permit, sources, signal);
    }
    let step = Step {
        issue: Some(issue.id.0),
        ..Step::plain(event)
    };
    take_step(tx, permit, sources, signal, step)
}
