//! One step in the life of an issue: by the table, with its line in the history.

use policy::{Operation, Permit};
use shared::life_cycle::{IssueEvent, LifeCycle};
use storage::records::{IssueEventRecord, IssueRecord, NoteRecord};
use storage::{At, Key, Stored, Tx};
use uuid::Uuid;

use super::facts::Facts;
use crate::search::terms::of_issue;
use crate::signals::reason_is_given;
use crate::{Refusal, Sources, Stop};

/// What happens, and why.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step<'a> {
    /// What happens.
    pub(crate) event: IssueEvent,
    /// Reason code.
    pub(crate) reason: Option<&'static str>,
    /// Reason in words.
    pub(crate) note: Option<&'a str>,
}

impl<'a> Step<'a> {
    /// A step that owes no reason.
    pub(crate) const fn plain(event: IssueEvent) -> Self {
        Self {
            event,
            reason: None,
            note: None,
        }
    }

    /// A step with its reason, as a code and in words.
    pub(crate) const fn because(
        event: IssueEvent,
        reason: &'static str,
        note: Option<&'a str>,
    ) -> Self {
        Self {
            event,
            reason: Some(reason),
            note,
        }
    }
}

/// Takes a step: new state by the table, history line, the row written back with its next version. The record's other
/// fields, as changed by the caller, go along; the guards judge them too.
pub(crate) fn take_step<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    sources: &Sources,
    facts: &Facts,
    mut record: IssueRecord,
    step: Step<'_>,
) -> Result<IssueRecord, Stop> {
    let from = record.state;
    reason_is_given(from.0, step.event, step.reason)?;
    let to = from.after_into(step.event, |guard, to| facts.holds(&record, guard, to))?;
    record.state = Stored(to);
    if !matches!(step.event, IssueEvent::Park | IssueEvent::Unpark) {
        // Whoever takes the next step has looked at what came back.
        record.review_on = None;
    }
    let note_id = step
        .note
        .map(|text| keep_note(tx, permit, sources, &record, text))
        .transpose()?;
    let seat = permit.seat(record.authority_id.0);
    let line = IssueEventRecord {
        authority_id: record.authority_id,
        id: Key(sources.ids.key()),
        issue_id: record.id,
        at: At(sources.now()),
        event: Stored(step.event),
        from_state: Some(from),
        to_state: record.state,
        membership_id: seat.map(|(member, _)| Key(member)),
        role: seat.map(|(_, role)| Stored(role)),
        reason: step.reason.map(ToOwned::to_owned),
        note_id,
    };
    tx.insert_issue_event(permit.scope(), &line)?;
    let record = save(tx, permit, sources, record)?;
    if let Some(reason) = step.reason {
        tx.touches_because("issue", record.public_id.0, reason);
    }
    Ok(record)
}

/// Writes an issue back with its next version.
pub(crate) fn save<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    sources: &Sources,
    mut record: IssueRecord,
) -> Result<IssueRecord, Stop> {
    record.version += 1;
    record.changed_at = At(sources.now());
    record.search_terms = of_issue(sources, &record);
    tx.touches("issue", record.public_id.0);
    if tx.update_issue(permit.scope(), &record)? {
        return Ok(record);
    }
    let current = tx
        .issue(permit.scope(), record.public_id.0)?
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
    record: &IssueRecord,
    text: &str,
) -> Result<Key<Uuid>, Stop> {
    let id = Key(sources.ids.key());
    let note = NoteRecord {
        authority_id: record.authority_id,
        id,
        signal_id: None,
        issue_id: Some(record.id),
        text: Some(text.to_owned()),
        erased_at: None,
    };
    tx.insert_note(permit.scope(), &note)?;
    Ok(id)
}
