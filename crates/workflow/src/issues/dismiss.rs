//! It turns out not to be an issue.

use policy::{DismissIssue, Permit};
use shared::codes::{ClosedList, DismissReason, FeedbackMoment};
use shared::id::IssueId;
use shared::issue::IssueDetail;
use shared::life_cycle::IssueEvent;
use shared::text::Note;
use storage::Tx;

use super::facts::Facts;
use super::find::issue_in;
use super::neutral::neutral;
use super::step::{Step, take_step};
use super::view::issue_detail;
use crate::{Sources, Stop};

/// Dismisses the issue; every provider of its signals is owed the reason.
pub fn dismiss_issue(
    tx: &mut Tx<'_>,
    permit: &Permit<DismissIssue>,
    sources: &Sources,
    issue: IssueId,
    expected: u64,
    reason: DismissReason,
    note: &Note,
) -> Result<IssueDetail, Stop> {
    neutral("/note", note.reveal())?;
    let record = issue_in(tx, permit, issue, expected)?;
    let facts = Facts::load(tx, permit.scope(), sources, &record)?;
    let step = Step::because(IssueEvent::Dismiss, reason.code(), Some(note.reveal()));
    let record = take_step(tx, permit, sources, &facts, record, step)?;
    crate::feedback::fall_due(tx, permit, sources, &record, FeedbackMoment::Dismissed)?;
    issue_detail(tx, permit, sources, record)
}
