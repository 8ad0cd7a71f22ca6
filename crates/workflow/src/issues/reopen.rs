//! New signals came in about something that was closed.

use policy::{Permit, ReopenIssue};
use shared::id::{IssueId, SignalId};
use shared::issue::IssueDetail;
use shared::life_cycle::IssueEvent;
use shared::text::Note;
use storage::records::IssueRecord;
use storage::{At, Json, Tx};

use super::create::signals_in;
use super::facts::Facts;
use super::find::issue_in;
use super::neutral::neutral;
use super::step::{Step, take_step};
use super::view::issue_detail;
use crate::signals::membership::attach;
use crate::{Sources, Stop};

/// Takes the issue back into analysis with its new signals. It is weighed and decided anew; what was said and done
/// stays in its history.
pub fn reopen_issue(
    tx: &mut Tx<'_>,
    permit: &Permit<ReopenIssue>,
    sources: &Sources,
    issue: IssueId,
    expected: u64,
    signals: &[SignalId],
    note: &Note,
) -> Result<IssueDetail, Stop> {
    neutral("/note", note.reveal())?;
    let record = issue_in(tx, permit, issue, expected)?;
    let signals = signals_in(tx, permit, signals)?;
    let mut facts = Facts::load(tx, permit.scope(), sources, &record)?;
    let closed_at = record.closed_at;
    facts.has_new_signal = signals
        .iter()
        .any(|signal| Some(signal.received_at) > closed_at);
    let step = Step::because(IssueEvent::Reopen, "newSignals", Some(note.reveal()));
    let mut record = take_step(tx, permit, sources, &facts, anew(record, sources), step)?;
    for signal in signals {
        attach(tx, permit, sources, signal, &mut record)?;
    }
    tx.touches_because("issue", record.public_id.0, "newSignals");
    issue_detail(tx, permit, sources, record)
}

/// Forgets how the last round ended. `closed_at` stays until the next end: it says how old that round is.
fn anew(record: IssueRecord, sources: &Sources) -> IssueRecord {
    IssueRecord {
        scores: Json(Vec::new()),
        voters: 0,
        priority_method: None,
        priority_place: None,
        priority_of: None,
        calculated_place: None,
        priority_weights: None,
        decision: None,
        motivation: None,
        outcome: None,
        analysed_at: Some(At(sources.now())),
        validated_at: None,
        prioritised_at: None,
        decided_at: None,
        resolved_at: None,
        ..record
    }
}
