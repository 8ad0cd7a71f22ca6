//! A dismissal or a decision is taken back, as long as nobody was told.

use policy::{Permit, ReconsiderIssue};
use shared::codes::FeedbackMoment;
use shared::id::IssueId;
use shared::issue::IssueDetail;
use shared::life_cycle::{IssueEvent, IssueState};
use storage::Tx;

use super::facts::Facts;
use super::find::issue_in;
use super::step::{Step, take_step};
use super::view::issue_detail;
use crate::{Sources, Stop};

/// Takes the step back; the answers that would have told about it are not owed any more.
pub fn reconsider_issue(
    tx: &mut Tx<'_>,
    permit: &Permit<ReconsiderIssue>,
    sources: &Sources,
    issue: IssueId,
    expected: u64,
) -> Result<IssueDetail, Stop> {
    let mut record = issue_in(tx, permit, issue, expected)?;
    let facts = Facts::load(tx, permit.scope(), sources, &record)?;
    let moment = match record.state.0 {
        IssueState::Dismissed => FeedbackMoment::Dismissed,
        _ => FeedbackMoment::Decided,
    };
    record.decision = None;
    record.motivation = None;
    record.decided_at = None;
    let step = Step::plain(IssueEvent::Reconsider);
    let record = take_step(tx, permit, sources, &facts, record, step)?;
    crate::feedback::drop_unsent_moment(tx, permit, record.id.0, moment)?;
    issue_detail(tx, permit, sources, record)
}
