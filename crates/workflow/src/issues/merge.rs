//! Two issues are one: all signals of the other come here, and its address leads here.

use std::collections::BTreeSet;

use policy::{MergeIssues, Permit};
use shared::id::{IssueId, LineageId, SignalKey};
use shared::issue::IssueDetail;
use shared::life_cycle::IssueEvent;
use shared::lineage::LineageKind;
use shared::problem::Code;
use storage::records::{IssueRecord, LineageRecord, LineageSignalRecord};
use storage::{At, Key, Stored, Tx};

use super::facts::Facts;
use super::find::issue_in;
use super::moving;
use super::step::{Step, save, take_step};
use super::view::{issue_detail, number};
use crate::{Refusal, Sources, Stop};

/// Merges `from` into `into`. Which signals both had is remembered, so that undoing restores exactly what was.
pub fn merge_issues(
    tx: &mut Tx<'_>,
    permit: &Permit<MergeIssues>,
    sources: &Sources,
    into: IssueId,
    expected: u64,
    from: IssueId,
) -> Result<IssueDetail, Stop> {
    let mut into = issue_in(tx, permit, into, expected)?;
    let mut from = tx
        .issue(permit.scope(), from)?
        .filter(|from| from.id != into.id)
        .ok_or_else(|| Refusal::field("/from", Code::UnknownValue))?;
    if !into.state.takes_signals() {
        return Err(Refusal::WrongState.into());
    }
    let facts = Facts::load(tx, permit.scope(), sources, &from)?;
    let present: BTreeSet<SignalKey> = moving::linked(tx, permit, &into)?.into_iter().collect();
    let moved = moving::linked(tx, permit, &from)?;
    remember(
        tx,
        permit,
        sources,
        LineageKind::Merge,
        (&from, &into),
        &moved,
        &present,
    )?;
    for mut signal in moving::load(tx, permit, &moved)? {
        // In before out: on the way a signal is never without an issue.
        if !present.contains(&signal.id.0) {
            signal = moving::put(tx, permit, sources, signal, &mut into)?;
        }
        moving::take(tx, permit, sources, signal, &mut from, &into)?;
    }
    from.merged_from = Some(from.state);
    from.merged_into = Some(into.id);
    let step = Step::plain(IssueEvent::Merge);
    take_step(tx, permit, sources, &facts, from, step)?;
    let into = save(tx, permit, sources, into)?;
    issue_detail(tx, permit, sources, into)
}

/// Writes down which signals move, and which of them the other issue had already.
pub(super) fn remember<A: policy::Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    sources: &Sources,
    kind: LineageKind,
    (from, into): (&IssueRecord, &IssueRecord),
    moved: &[SignalKey],
    present: &BTreeSet<SignalKey>,
) -> Result<(), Stop> {
    let named = |issue: &IssueRecord| format!("{} {}", number(issue.number), issue.title);
    let lineage = LineageRecord {
        authority_id: from.authority_id,
        id: Key(LineageId::new(sources.ids.key())),
        kind: Stored(kind),
        from_issue_id: from.id,
        into_issue_id: into.id,
        from_title: named(from),
        into_title: named(into),
        at: At(sources.now()),
        membership_id: permit
            .seat(from.authority_id.0)
            .map(|(member, _)| Key(member)),
        undone_at: None,
    };
    let signal = |signal: &SignalKey| LineageSignalRecord {
        authority_id: lineage.authority_id,
        lineage_id: lineage.id,
        signal_id: Key(*signal),
        was_linked: i32::from(present.contains(signal)),
    };
    let signals: Vec<_> = moved.iter().map(signal).collect();
    Ok(tx.insert_lineage(permit.scope(), &lineage, &signals)?)
}
