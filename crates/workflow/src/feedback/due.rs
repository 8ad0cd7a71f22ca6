//! When an answer is owed.

use policy::{Operation, Permit};
use shared::codes::FeedbackMoment;
use shared::id::{AuthorityId, FeedbackId, IssueKey, SignalKey};
use shared::life_cycle::{FeedbackState, LifeCycle, SignalState};
use storage::records::{FeedbackRecord, IssueRecord, SignalRecord};
use storage::{At, Key, On, Stored, Tx};

use crate::{Sources, Stop};

/// An answer that is owed about an issue: a row for every provider behind it that has none waiting at this moment.
/// Call it once per step; a second cycle after reopening owes a second answer.
pub fn fall_due<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    sources: &Sources,
    issue: &IssueRecord,
    moment: FeedbackMoment,
) -> Result<(), Stop> {
    let rows = tx.feedback_of_issue(permit.scope(), issue.id.0)?;
    for (signal, state, _, _, _) in tx.linked_signals(permit.scope(), issue.id.0)? {
        let mut about = rows
            .iter()
            .filter(|row| row.signal_id == signal && row.moment.0 == moment);
        if can_be_told(state.0) && !about.any(|row| is_enough(moment, issue, row)) {
            insert(
                tx,
                permit,
                sources,
                issue.authority_id.0,
                signal.0,
                Some(issue.id.0),
                moment,
            )?;
        }
    }
    Ok(())
}

/// An answer that is owed about one signal. A signal that joins an issue after its decision or its end is owed that
/// decision or end at once, instead of hearing that it is looked at together with others.
pub fn fall_due_for_signal<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    sources: &Sources,
    signal: &SignalRecord,
    issue: Option<IssueKey>,
    moment: FeedbackMoment,
) -> Result<(), Stop> {
    if !can_be_told(signal.state.0) {
        return Ok(());
    }
    let about = issue
        .map(|issue| tx.issue_by_key(permit.scope(), issue))
        .transpose()?
        .flatten();
    let moment = match (&about, moment) {
        (Some(issue), FeedbackMoment::Linked) => crate::issues::moment_on_arrival(issue),
        _ => moment,
    };
    let rows = tx.feedback_of_signal(permit.scope(), signal.id.0)?;
    let same = |row: &FeedbackRecord| row.moment.0 == moment && row.issue_id == issue.map(Key);
    let enough = rows
        .iter()
        .map(|(row, _)| row)
        .filter(|row| same(row))
        .any(|row| match &about {
            Some(issue) => is_enough(moment, issue, row),
            None => !row.state.is_informed(),
        });
    if enough {
        return Ok(());
    }
    insert(
        tx,
        permit,
        sources,
        signal.authority_id.0,
        signal.id.0,
        issue,
        moment,
    )
}

/// Drops what a provider was still owed, because the signal was withdrawn or its end taken back.
pub fn drop_unsent_for_signal<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    signal: &SignalRecord,
) -> Result<(), Stop> {
    tx.drop_unsent_feedback(permit.scope(), signal.id.0)?;
    Ok(())
}

/// Drops what a provider was still owed about an issue that the signal leaves.
pub fn drop_unsent_about<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    signal: SignalKey,
    issue: IssueKey,
) -> Result<(), Stop> {
    tx.drop_unsent_feedback_about(permit.scope(), signal, issue)?;
    Ok(())
}

/// Drops what was still owed about an issue at a moment that is taken back before anybody was told.
pub fn drop_unsent_moment<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    issue: IssueKey,
    moment: FeedbackMoment,
) -> Result<(), Stop> {
    tx.drop_unsent_moment(permit.scope(), issue, moment)?;
    Ok(())
}

pub(super) fn insert<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    sources: &Sources,
    authority: AuthorityId,
    signal: SignalKey,
    issue: Option<IssueKey>,
    moment: FeedbackMoment,
) -> Result<(), Stop> {
    let record = FeedbackRecord {
        authority_id: Key(authority),
        id: Key(FeedbackId::new(sources.ids.public())),
        signal_id: Key(signal),
        issue_id: issue.map(Key),
        moment: Stored(moment),
        state: Stored(FeedbackState::FIRST),
        due_on: On(sources.today(authority)),
        text_id: None,
        created_at: At(sources.now()),
        sent_at: None,
        read_at: None,
        rated_at: None,
        useful: None,
        undeliverable_at: None,
    };
    Ok(tx.insert_feedback(permit.scope(), &record)?)
}

/// What is gone hears nothing any more.
const fn can_be_told(state: SignalState) -> bool {
    !matches!(state, SignalState::Withdrawn | SignalState::Erased)
}

/// True when this row spares another one: it still waits, or its moment comes once per issue (linked) or once per
/// decision (first action).
fn is_enough(moment: FeedbackMoment, issue: &IssueRecord, row: &FeedbackRecord) -> bool {
    if !row.state.is_informed() {
        return true;
    }
    match moment {
        FeedbackMoment::Linked => true,
        FeedbackMoment::FirstAction => issue
            .decided_at
            .is_none_or(|decided_at| row.created_at >= decided_at),
        _ => false,
    }
}
