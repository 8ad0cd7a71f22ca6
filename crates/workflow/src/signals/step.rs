//! One step in the life of a signal: by the table, with its line in the history.

use policy::{Access, Operation, Permit};
use shared::id::IssueKey;
use shared::life_cycle::{LifeCycle, Reason, SignalEvent, SignalGuard};
use shared::problem::Code;
use storage::records::{NoteRecord, SignalEventRecord, SignalRecord};
use storage::{At, Key, On, Stored, Tx};

use crate::{Refusal, Sources, Stop};

/// What happens, and why.
#[derive(Debug, Clone, Copy)]
pub struct Step<'a> {
    /// What happens.
    pub event: SignalEvent,
    /// Reason code.
    pub reason: Option<&'static str>,
    /// Reason in words.
    pub note: Option<&'a str>,
    /// The issue it is about.
    pub issue: Option<IssueKey>,
}

impl Step<'_> {
    /// A step that owes no reason.
    pub const fn plain(event: SignalEvent) -> Self {
        Self {
            event,
            reason: None,
            note: None,
            issue: None,
        }
    }
}

/// Takes a step: new state by the table, history line, the row written back with its next version. The record's
/// other fields, as changed by the caller, go along.
pub fn take_step<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    sources: &Sources,
    mut record: SignalRecord,
    step: Step<'_>,
) -> Result<SignalRecord, Stop> {
    let from = record.state;
    reason_is_given(from.0, step.event, step.reason)?;
    let links = record.links;
    record.state = Stored(from.after(step.event, |guard| match guard {
        SignalGuard::HasLinks => links > 0,
        SignalGuard::NoLinks => links == 0,
    })?);
    let now = At(sources.now());
    let authority = record.authority_id.0;
    record.last_activity_on = On(sources.today(authority));
    record.ended_at = if record.state.is_ended() {
        record.ended_at.or(Some(now))
    } else {
        None
    };
    let note_id = step
        .note
        .map(|text| keep_note(tx, permit, sources, &record, text))
        .transpose()?;
    let seat = permit.seat(authority);
    tx.insert_signal_event(
        permit.scope(),
        &SignalEventRecord {
            authority_id: record.authority_id,
            id: Key(sources.ids.key()),
            signal_id: record.id,
            at: now,
            event: Stored(step.event),
            from_state: Some(from),
            to_state: record.state,
            membership_id: seat.map(|(member, _)| Key(member)),
            role: seat.map(|(_, role)| Stored(role)),
            reason: step.reason.map(ToOwned::to_owned),
            note_id,
            issue_id: step.issue.map(Key),
        },
    )?;
    save(tx, permit, sources, record)
}

/// The table says when a reason is owed; a caller who has none has not read the draft.
pub(crate) fn reason_is_given<S: LifeCycle>(
    from: S,
    event: S::Event,
    reason: Option<&str>,
) -> Result<(), Stop> {
    let is_owed = from.on(event).any(|line| line.reason == Reason::Owed);
    if is_owed && reason.is_none() {
        return Err(Refusal::field("/reason", Code::Required).into());
    }
    Ok(())
}

/// Writes a signal back with its next version.
pub(crate) fn save<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    sources: &Sources,
    mut record: SignalRecord,
) -> Result<SignalRecord, Stop> {
    record.version += 1;
    tx.touches("signal", record.public_id.0);
    if permit.seat(record.authority_id.0).is_some() {
        // Whoever works on a signal has read its answers: they leave the list of what waits.
        tx.see_answers(permit.scope(), record.id.0, At(sources.now()))?;
    }
    if tx.update_signal(permit.scope(), &record)? {
        return Ok(record);
    }
    if !matches!(A::ACCESS, Access::Roles(_)) {
        // A provider names no version: somebody else was quicker, and this happens on top of it.
        return Err(tx.cross().into());
    }
    let current = tx
        .signal(permit.scope(), record.public_id.0)?
        .map_or(0, |stored| stored.version);
    Err(Refusal::Stale {
        current: u64::try_from(current).unwrap_or_default(),
    }
    .into())
}

fn keep_note<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    sources: &Sources,
    record: &SignalRecord,
    text: &str,
) -> Result<Key<uuid::Uuid>, Stop> {
    let id = Key(sources.ids.key());
    let (authority_id, signal_id) = (record.authority_id, Some(record.id));
    let note = NoteRecord {
        authority_id,
        id,
        signal_id,
        issue_id: None,
        text: Some(text.to_owned()),
        erased_at: None,
    };
    tx.insert_note(permit.scope(), &note)?;
    Ok(id)
}

#[cfg(test)]
mod tests {
    use shared::life_cycle::{ActionState, IssueState, SignalState};

    use super::*;

    /// Every line of a table, with and without a reason.
    fn check<S: LifeCycle>() -> (usize, usize) {
        let (mut owed, mut free) = (0, 0);
        for line in S::TRANSITIONS {
            assert!(reason_is_given(line.from, line.event, Some("any")).is_ok());
            let without = reason_is_given(line.from, line.event, None);
            assert_eq!(without.is_err(), line.reason == Reason::Owed);
            owed += usize::from(without.is_err());
            free += usize::from(without.is_ok());
        }
        (owed, free)
    }

    #[test]
    fn no_step_that_owes_a_reason_is_taken_without() {
        for (owed, free) in [
            check::<SignalState>(),
            check::<IssueState>(),
            check::<ActionState>(),
        ] {
            assert!(owed > 1 && free > 1, "{owed} owed, {free} free");
        }
    }
}
