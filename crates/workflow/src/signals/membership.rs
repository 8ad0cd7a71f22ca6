//! Which issues a signal belongs to. Links are never removed, only ended: lineage is kept for ever.

use policy::{LinkSignal, Operation, Permit, UnlinkSignal};
use shared::codes::FeedbackMoment;
use shared::id::{IssueId, SignalId};
use shared::life_cycle::SignalEvent;
use shared::problem::Code;
use shared::signal::SignalDetail;
use storage::records::{IssueRecord, IssueSignalRecord, SignalRecord};
use storage::{At, Key, Tx};

use super::find::signal_in;
use super::step::{Step, take_step};
use super::view::signal_detail;
use crate::{Refusal, Sources, Stop};

/// A processor links a signal to an issue.
pub fn link_signal(
    tx: &mut Tx<'_>,
    permit: &Permit<LinkSignal>,
    sources: &Sources,
    signal: SignalId,
    expected: u64,
    issue: IssueId,
) -> Result<SignalDetail, Stop> {
    let record = signal_in(tx, permit, signal, expected)?;
    let mut issue = tx
        .issue(permit.scope(), issue)?
        .ok_or_else(|| Refusal::field("/issue", Code::UnknownValue))?;
    let (record, _) = attach(tx, permit, sources, record, &mut issue)?;
    signal_detail(tx, permit, sources, record)
}

/// A processor takes a signal out of an issue; the history stays.
pub fn unlink_signal(
    tx: &mut Tx<'_>,
    permit: &Permit<UnlinkSignal>,
    sources: &Sources,
    signal: SignalId,
    expected: u64,
    issue: IssueId,
) -> Result<SignalDetail, Stop> {
    let record = signal_in(tx, permit, signal, expected)?;
    let mut issue = tx.issue(permit.scope(), issue)?.ok_or(Refusal::NotFound)?;
    let record = detach(tx, permit, sources, record, &mut issue)?;
    signal_detail(tx, permit, sources, record)
}

/// Makes a signal part of an issue; false when it was already. Counts on both sides follow. The caller holds the
/// issue's row and may change it further, but this writes it.
pub fn attach<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    sources: &Sources,
    mut signal: SignalRecord,
    issue: &mut IssueRecord,
) -> Result<(SignalRecord, bool), Stop> {
    if issue.authority_id != signal.authority_id {
        // No operation links across two authorities (decisions.md 19).
        return Err(Refusal::NotFound.into());
    }
    if !issue.state.takes_signals() {
        return Err(Refusal::WrongState.into());
    }
    if is_attached(tx, permit, &signal, issue)? {
        return Ok((signal, false));
    }
    let now = At(sources.now());
    tx.put_issue_signal(
        permit.scope(),
        &IssueSignalRecord {
            authority_id: signal.authority_id,
            issue_id: issue.id,
            signal_id: signal.id,
            linked_at: now,
            membership_id: permit
                .seat(signal.authority_id.0)
                .map(|(member, _)| Key(member)),
            unlinked_at: None,
        },
    )?;
    signal.links += 1;
    signal.first_linked_at = signal.first_linked_at.or(Some(now));
    let step = Step {
        issue: Some(issue.id.0),
        ..Step::plain(SignalEvent::Link)
    };
    let signal = take_step(tx, permit, sources, signal, step)?;
    count_signals(tx, permit, sources, issue, 1)?;
    crate::feedback::fall_due_for_signal(
        tx,
        permit,
        sources,
        &signal,
        Some(issue.id.0),
        FeedbackMoment::Linked,
    )?;
    Ok((signal, true))
}

/// Takes a signal out of an issue.
pub fn detach<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    sources: &Sources,
    mut signal: SignalRecord,
    issue: &mut IssueRecord,
) -> Result<SignalRecord, Stop> {
    if !is_attached(tx, permit, &signal, issue)? {
        return Err(Refusal::NotFound.into());
    }
    tx.end_issue_signal(permit.scope(), issue.id.0, signal.id.0, At(sources.now()))?;
    crate::feedback::drop_unsent_about(tx, permit, signal.id.0, issue.id.0)?;
    signal.links -= 1;
    let step = Step {
        issue: Some(issue.id.0),
        ..Step::plain(SignalEvent::Unlink)
    };
    let signal = take_step(tx, permit, sources, signal, step)?;
    count_signals(tx, permit, sources, issue, -1)?;
    Ok(signal)
}

pub(super) fn is_attached<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    signal: &SignalRecord,
    issue: &IssueRecord,
) -> Result<bool, Stop> {
    let links = tx.issues_of(permit.scope(), &[signal.id.0])?;
    Ok(links.iter().any(|(_, id, _, _)| *id == issue.public_id))
}

fn count_signals<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    sources: &Sources,
    issue: &mut IssueRecord,
    difference: i32,
) -> Result<(), Stop> {
    issue.signal_count += difference;
    issue.changed_at = At(sources.now());
    issue.version += 1;
    if tx.update_issue(permit.scope(), issue)? {
        return Ok(());
    }
    Err(Refusal::Stale {
        current: u64::try_from(issue.version).unwrap_or_default(),
    }
    .into())
}

/// Takes a signal out of every issue, before it ends elsewhere.
pub(crate) fn detach_all<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    sources: &Sources,
    mut signal: SignalRecord,
) -> Result<SignalRecord, Stop> {
    for (_, issue, _, _) in tx.issues_of(permit.scope(), &[signal.id.0])? {
        let mut issue = tx
            .issue(permit.scope(), issue.0)?
            .ok_or(Refusal::NotFound)?;
        signal = detach(tx, permit, sources, signal, &mut issue)?;
    }
    Ok(signal)
}
