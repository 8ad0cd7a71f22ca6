//! The same act on many signals, one signal at a time: each in a transaction of its own, with its own line in the log.

use policy::{ChangeSignals, Permit};
use shared::id::IssueId;
use shared::problem::Code as ProblemCode;
use shared::signal::{CodeDraft, NewTagging, TagStatus};
use shared::signal_changes::{ChangedSignal, NewSignalChange, SeenSignal, SignalChange};
use shared::taxonomy::{Code, Scheme};
use storage::Tx;
use storage::records::{IssueRecord, SignalRecord, SignalTagRecord};

use super::find::signal_in;
use super::membership::{attach, detach, is_attached};
use super::tag::put_tags;
use crate::{Refusal, Sources, Stop};

/// Makes one signal as it is wanted, and tells what would make it as it was. What is so already is not written again.
pub fn change_signal(
    tx: &mut Tx<'_>,
    permit: &Permit<ChangeSignals>,
    sources: &Sources,
    seen: SeenSignal,
    change: &NewSignalChange,
) -> Result<ChangedSignal, Stop> {
    let scope = permit.scope();
    let mut record = match seen.version {
        Some(version) => signal_in(tx, permit, seen.id, version)?,
        None => tx.signal(scope, seen.id)?.ok_or(Refusal::NotFound)?,
    };
    // Nobody decides about a text that nobody may read yet, or any more.
    if !record.state.is_readable() {
        return Err(Refusal::WrongState.into());
    }
    let rows = tx.tags_of(scope, &[record.id.0])?;
    let (tagging, mut undo) = needed(&rows, &change.tagging);
    if !is_empty(&tagging) {
        record = put_tags(tx, permit, sources, record, &tagging)?;
    }
    if let Some(issue) = change.link {
        (record, undo.unlink) = link(tx, permit, sources, record, issue)?;
    }
    if let Some(issue) = change.unlink {
        (record, undo.link) = unlink(tx, permit, sources, record, issue)?;
    }
    tx.touches("signal", record.public_id.0);
    Ok(ChangedSignal {
        id: record.public_id.0,
        version: u64::try_from(record.version).unwrap_or_default(),
        undo: Some(undo).filter(|undo| *undo != SignalChange::default()),
    })
}

type Linked = (SignalRecord, Option<IssueId>);

fn link(
    tx: &mut Tx<'_>,
    permit: &Permit<ChangeSignals>,
    sources: &Sources,
    signal: SignalRecord,
    issue: IssueId,
) -> Result<Linked, Stop> {
    let mut record = named_issue(tx, permit, "/change/link", issue)?;
    let (signal, is_new) = attach(tx, permit, sources, signal, &mut record)?;
    Ok((signal, is_new.then_some(issue)))
}

fn unlink(
    tx: &mut Tx<'_>,
    permit: &Permit<ChangeSignals>,
    sources: &Sources,
    signal: SignalRecord,
    issue: IssueId,
) -> Result<Linked, Stop> {
    let mut record = named_issue(tx, permit, "/change/unlink", issue)?;
    if !is_attached(tx, permit, &signal, &record)? {
        return Ok((signal, None));
    }
    let signal = detach(tx, permit, sources, signal, &mut record)?;
    Ok((signal, Some(issue)))
}

fn named_issue(
    tx: &mut Tx<'_>,
    permit: &Permit<ChangeSignals>,
    pointer: &str,
    issue: IssueId,
) -> Result<IssueRecord, Stop> {
    let found = tx.issue(permit.scope(), issue)?;
    Ok(found.ok_or_else(|| Refusal::field(pointer, ProblemCode::UnknownValue))?)
}

/// What of an act changes anything about a signal that has these codes, and what takes it back.
fn needed(rows: &[SignalTagRecord], wanted: &NewTagging) -> (NewTagging, SignalChange) {
    let status = |(scheme, code): &(Scheme, Code)| {
        let mut rows = rows.iter();
        rows.find(|row| row.scheme.0 == *scheme && row.code == code.as_str())
            .map(|row| row.status.0)
    };
    let only = |codes: &[(Scheme, Code)], is_needed: fn(Option<TagStatus>) -> bool| {
        let needed = codes.iter().filter(|code| is_needed(status(code)));
        needed.cloned().collect::<Vec<_>>()
    };
    let needed = NewTagging {
        confirm: only(&wanted.confirm, |now| now != Some(TagStatus::Confirmed)),
        // What is not there needs no rejection.
        reject: only(&wanted.reject, |now| {
            now.is_some_and(|now| now != TagStatus::Rejected)
        }),
        reconsider: only(&wanted.reconsider, |now| {
            now.is_some_and(|now| now != TagStatus::Proposed)
        }),
    };
    let mut undo = SignalChange::default();
    let touched = [&needed.confirm, &needed.reject, &needed.reconsider];
    for code in touched.into_iter().flatten() {
        let back = match status(code) {
            Some(TagStatus::Confirmed) => &mut undo.confirm,
            Some(TagStatus::Rejected) => &mut undo.reject,
            Some(TagStatus::Proposed) | None => &mut undo.reconsider,
        };
        back.push(CodeDraft {
            scheme: code.0,
            code: code.1.to_string(),
        });
    }
    (needed, undo)
}

fn is_empty(tagging: &NewTagging) -> bool {
    tagging.confirm.is_empty() && tagging.reject.is_empty() && tagging.reconsider.is_empty()
}
