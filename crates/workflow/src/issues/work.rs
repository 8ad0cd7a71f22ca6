//! Work on an issue: it starts, stands still, goes on, ends.

use policy::{Permit, ResolveIssue, ResumeIssue, StallIssue, StartIssue};
use shared::codes::{ClosedList, FeedbackMoment, Outcome, StallReason};
use shared::id::IssueId;
use shared::issue::IssueDetail;
use shared::life_cycle::IssueEvent;
use shared::text::Note;
use storage::{At, Stored, Tx};

use super::facts::Facts;
use super::find::issue_in;
use super::neutral::neutral;
use super::step::{Step, take_step};
use super::view::issue_detail;
use crate::{Sources, Stop};

/// Work may begin: there is an owner and an action. Providers hear when the first action itself starts.
pub fn start_issue(
    tx: &mut Tx<'_>,
    permit: &Permit<StartIssue>,
    sources: &Sources,
    issue: IssueId,
    expected: u64,
) -> Result<IssueDetail, Stop> {
    let record = issue_in(tx, permit, issue, expected)?;
    let facts = Facts::load(tx, permit.scope(), sources, &record)?;
    let step = Step::plain(IssueEvent::Start);
    let record = take_step(tx, permit, sources, &facts, record, step)?;
    issue_detail(tx, permit, sources, record)
}

/// The work stands still, with a reason.
pub fn stall_issue(
    tx: &mut Tx<'_>,
    permit: &Permit<StallIssue>,
    sources: &Sources,
    issue: IssueId,
    expected: u64,
    reason: StallReason,
    note: Option<&Note>,
) -> Result<IssueDetail, Stop> {
    let note = note.map(Note::reveal);
    if let Some(note) = note {
        neutral("/note", note)?;
    }
    let record = issue_in(tx, permit, issue, expected)?;
    let facts = Facts::load(tx, permit.scope(), sources, &record)?;
    let step = Step::because(IssueEvent::Stall, reason.code(), note);
    let record = take_step(tx, permit, sources, &facts, record, step)?;
    issue_detail(tx, permit, sources, record)
}

/// The work goes on.
pub fn resume_issue(
    tx: &mut Tx<'_>,
    permit: &Permit<ResumeIssue>,
    sources: &Sources,
    issue: IssueId,
    expected: u64,
) -> Result<IssueDetail, Stop> {
    let record = issue_in(tx, permit, issue, expected)?;
    let facts = Facts::load(tx, permit.scope(), sources, &record)?;
    let step = Step::plain(IssueEvent::Resume);
    let record = take_step(tx, permit, sources, &facts, record, step)?;
    issue_detail(tx, permit, sources, record)
}

/// The work is over; every provider of its signals is owed what came of it.
pub fn resolve_issue(
    tx: &mut Tx<'_>,
    permit: &Permit<ResolveIssue>,
    sources: &Sources,
    issue: IssueId,
    expected: u64,
    outcome: Outcome,
    evidence: &Note,
) -> Result<IssueDetail, Stop> {
    neutral("/evidence", evidence.reveal())?;
    let mut record = issue_in(tx, permit, issue, expected)?;
    let facts = Facts::load(tx, permit.scope(), sources, &record)?;
    record.outcome = Some(Stored(outcome));
    record.resolved_at = Some(At(sources.now()));
    let step = Step::because(IssueEvent::Resolve, outcome.code(), Some(evidence.reveal()));
    let record = take_step(tx, permit, sources, &facts, record, step)?;
    crate::feedback::fall_due(tx, permit, sources, &record, FeedbackMoment::Closed)?;
    issue_detail(tx, permit, sources, record)
}
