//! A merge or a split is undone: every signal stands again where it stood.

use std::collections::BTreeSet;

use policy::{Permit, UndoLineage};
use shared::id::{IssueId, IssueKey, LineageId, SignalKey};
use shared::issue::IssueDetail;
use shared::life_cycle::{IssueEvent, IssueState, LifeCycle};
use shared::lineage::LineageKind;
use shared::problem::Code;
use storage::records::{IssueRecord, LineageRecord, LineageSignalRecord};
use storage::{At, Key, Tx};

use super::facts::Facts;
use super::find::issue_in;
use super::moving;
use super::step::{Step, save, take_step};
use super::view::issue_detail;
use crate::{Refusal, Sources, Stop};

/// Undoes one merge or split, seen from either issue. Refused when something was built on it since: that is undone
/// first.
pub fn undo_lineage(
    tx: &mut Tx<'_>,
    permit: &Permit<UndoLineage>,
    sources: &Sources,
    issue: IssueId,
    expected: u64,
    lineage: LineageId,
) -> Result<IssueDetail, Stop> {
    let seen = issue_in(tx, permit, issue, expected)?;
    let rows = tx.lineage_of(permit.scope(), seen.id.0)?;
    let row = rows
        .into_iter()
        .find(|row| row.id.0 == lineage)
        .ok_or(Refusal::NotFound)?;
    let signals = tx.lineage_signals(permit.scope(), &[row.id.0])?;
    let from = of_key(tx, permit, row.from_issue_id)?;
    let into = of_key(tx, permit, row.into_issue_id)?;
    let after = later(tx, permit, &row, into.id)?;
    if row.undone_at.is_some() || is_built_upon(&row, &from, &into, &signals, &after) {
        return Err(Code::UndoExpired.into());
    }
    let (from, into) = move_back(tx, permit, sources, &row, from, into, &signals, &after)?;
    let from = match row.kind.0 {
        LineageKind::Merge => revive(tx, permit, sources, from)?,
        LineageKind::Split => from,
    };
    tx.end_lineage(permit.scope(), row.id.0, At(sources.now()))?;
    let is_split = row.kind.0 == LineageKind::Split;
    for (issue, is_undone_split) in [(from, false), (into, is_split)] {
        let issue = save(tx, permit, sources, issue)?;
        fold(tx, permit, sources, issue, is_undone_split)?;
    }
    let seen = tx.issue(permit.scope(), issue)?.ok_or(Refusal::NotFound)?;
    tx.touches("issue", issue);
    issue_detail(tx, permit, sources, seen)
}

/// A merge or a split that came after, with its signals.
struct Later {
    row: LineageRecord,
    signals: BTreeSet<SignalKey>,
    /// Those of them that the receiving issue did not have yet.
    brought: BTreeSet<SignalKey>,
}

fn of_key(
    tx: &mut Tx<'_>,
    permit: &Permit<UndoLineage>,
    key: Key<IssueKey>,
) -> Result<IssueRecord, Stop> {
    Ok(tx
        .issue_by_key(permit.scope(), key.0)?
        .ok_or(Refusal::NotFound)?)
}

/// What happened to one of the two issues after this, and was not undone.
fn later(
    tx: &mut Tx<'_>,
    permit: &Permit<UndoLineage>,
    row: &LineageRecord,
    issue: Key<IssueKey>,
) -> Result<Vec<Later>, Stop> {
    let rows = tx.lineage_of(permit.scope(), issue.0)?;
    // By place in the list, not by time: two may have happened within one microsecond.
    let after = rows
        .into_iter()
        .skip_while(|other| other.id != row.id)
        .skip(1);
    let rows: Vec<LineageRecord> = after.filter(|other| other.undone_at.is_none()).collect();
    let ids: Vec<LineageId> = rows.iter().map(|row| row.id.0).collect();
    let signals = tx.lineage_signals(permit.scope(), &ids)?;
    let of = |row: LineageRecord| {
        let mine = signals.iter().filter(|signal| signal.lineage_id == row.id);
        let brought = mine.clone().filter(|signal| signal.was_linked == 0);
        Later {
            brought: brought.map(|signal| signal.signal_id.0).collect(),
            signals: mine.map(|signal| signal.signal_id.0).collect(),
            row,
        }
    };
    Ok(rows.into_iter().map(of).collect())
}

/// True when the receiving issue went on with these signals, or when the giving one cannot take them back.
fn is_built_upon(
    row: &LineageRecord,
    from: &IssueRecord,
    into: &IssueRecord,
    signals: &[LineageSignalRecord],
    later: &[Later],
) -> bool {
    let passed_on = later
        .iter()
        .filter(|later| later.row.from_issue_id == into.id);
    let mut passed_on = passed_on.flat_map(|later| &later.signals);
    if passed_on.any(|passed| signals.iter().any(|signal| signal.signal_id.0 == *passed)) {
        return true;
    }
    let is_over = matches!(into.state.0, IssueState::Merged | IssueState::Closed);
    match row.kind.0 {
        LineageKind::Merge => is_over || from.merged_into != Some(into.id),
        LineageKind::Split => is_over || !from.state.takes_signals(),
    }
}

/// Every signal goes back to where it was. It leaves the receiving issue when it came with this move, unless a later
/// merge brought it as well: then that one answers for it from now on. Where a later merge brought it back to the giving
/// issue meanwhile, that merge finds it there already from now on.
#[expect(
    clippy::too_many_arguments,
    reason = "two issues, one move, and what came after it"
)]
fn move_back(
    tx: &mut Tx<'_>,
    permit: &Permit<UndoLineage>,
    sources: &Sources,
    row: &LineageRecord,
    mut from: IssueRecord,
    mut into: IssueRecord,
    signals: &[LineageSignalRecord],
    after: &[Later],
) -> Result<(IssueRecord, IssueRecord), Stop> {
    let regained = later(tx, permit, row, from.id)?;
    let in_from: BTreeSet<SignalKey> = moving::linked(tx, permit, &from)?.into_iter().collect();
    let in_into: BTreeSet<SignalKey> = moving::linked(tx, permit, &into)?.into_iter().collect();
    let came: BTreeSet<SignalKey> = signals
        .iter()
        .filter(|signal| signal.was_linked == 0)
        .map(|signal| signal.signal_id.0)
        .collect();
    let keys: Vec<SignalKey> = signals.iter().map(|signal| signal.signal_id.0).collect();
    for mut signal in moving::load(tx, permit, &keys)? {
        let key = signal.id.0;
        if signal.state.is_ended() && !in_into.contains(&key) {
            continue; // Ended since, and out of every issue for that reason.
        }
        if !in_from.contains(&key) {
            signal = moving::put(tx, permit, sources, signal, &mut from)?;
        }
        let brings_back = |later: &&Later| {
            later.row.into_issue_id == row.from_issue_id && later.brought.contains(&key)
        };
        for other in regained.iter().filter(brings_back) {
            tx.answer_for_link(permit.scope(), other.row.id.0, key, true)?;
        }
        if !came.contains(&key) || !in_into.contains(&key) {
            continue;
        }
        let brings = |later: &&Later| {
            later.row.into_issue_id == row.into_issue_id && later.signals.contains(&key)
        };
        match after.iter().find(brings) {
            Some(heir) => tx.answer_for_link(permit.scope(), heir.row.id.0, key, false)?,
            None => {
                moving::take(tx, permit, sources, signal, &mut into, &from)?;
            }
        }
    }
    Ok((from, into))
}

/// The merged issue stands again in the state in which it was.
fn revive(
    tx: &mut Tx<'_>,
    permit: &Permit<UndoLineage>,
    sources: &Sources,
    from: IssueRecord,
) -> Result<IssueRecord, Stop> {
    let facts = Facts::load(tx, permit.scope(), sources, &from)?;
    let step = Step::plain(IssueEvent::UndoMerge);
    let from = take_step(tx, permit, sources, &facts, from, step)?;
    Ok(IssueRecord {
        merged_into: None,
        merged_from: None,
        ..from
    })
}

/// An issue that was split off goes back into the old one once nothing is left of it: no signal, and no other merge or
/// split that may still be undone.
fn fold(
    tx: &mut Tx<'_>,
    permit: &Permit<UndoLineage>,
    sources: &Sources,
    mut issue: IssueRecord,
    is_undone_split: bool,
) -> Result<(), Stop> {
    let rows = tx.lineage_of(permit.scope(), issue.id.0)?;
    let birth = rows.iter().find(|row| is_split_into(row, &issue));
    let Some(birth) = birth.filter(|_| rows.iter().all(|row| row.undone_at.is_some())) else {
        return Ok(());
    };
    if issue.signal_count > 0 || issue.state.0 == IssueState::Merged {
        return Ok(());
    }
    if issue.state.on(IssueEvent::Merge).next().is_none() {
        if is_undone_split {
            // Decided or parked since: an issue does not vanish under those who work on it.
            return Err(Code::UndoExpired.into());
        }
        return Ok(());
    }
    let facts = Facts::load(tx, permit.scope(), sources, &issue)?;
    issue.merged_from = Some(issue.state);
    issue.merged_into = Some(birth.from_issue_id);
    let step = Step::plain(IssueEvent::Merge);
    take_step(tx, permit, sources, &facts, issue, step)?;
    Ok(())
}

fn is_split_into(row: &LineageRecord, issue: &IssueRecord) -> bool {
    row.kind.0 == LineageKind::Split && row.into_issue_id == issue.id
}
