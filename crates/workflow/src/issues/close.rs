//! It is over, and every provider knows.

use policy::{CloseIssue, Permit};
use shared::id::IssueId;
use shared::issue::IssueDetail;
use shared::life_cycle::IssueEvent;
use storage::{At, Tx};

use super::facts::Facts;
use super::find::issue_in;
use super::step::{Step, take_step};
use super::view::issue_detail;
use crate::{Sources, Stop};

/// Closes the issue, whatever its outcome only when every provider of its signals can know it.
pub fn close_issue(
    tx: &mut Tx<'_>,
    permit: &Permit<CloseIssue>,
    sources: &Sources,
    issue: IssueId,
    expected: u64,
) -> Result<IssueDetail, Stop> {
    let mut record = issue_in(tx, permit, issue, expected)?;
    let facts = Facts::load(tx, permit.scope(), sources, &record)?;
    record.closed_at = Some(At(sources.now()));
    let step = Step::plain(IssueEvent::Close);
    let record = take_step(tx, permit, sources, &facts, record, step)?;
    issue_detail(tx, permit, sources, record)
}
