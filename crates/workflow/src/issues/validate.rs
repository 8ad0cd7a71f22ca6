//! The lead processor says that an issue is structural.

use policy::{Permit, ValidateIssue};
use shared::id::IssueId;
use shared::issue::IssueDetail;
use shared::life_cycle::IssueEvent;
use storage::{At, Tx};

use super::facts::Facts;
use super::find::issue_in;
use super::step::{Step, take_step};
use super::view::issue_detail;
use crate::{Sources, Stop};

/// Validates an issue: clear, neutral, recognised and shared by two organisations or more.
pub fn validate_issue(
    tx: &mut Tx<'_>,
    permit: &Permit<ValidateIssue>,
    sources: &Sources,
    issue: IssueId,
    expected: u64,
) -> Result<IssueDetail, Stop> {
    let mut record = issue_in(tx, permit, issue, expected)?;
    let facts = Facts::load(tx, permit.scope(), sources, &record)?;
    record.validated_at = Some(At(sources.now()));
    let step = Step::plain(IssueEvent::Validate);
    let record = take_step(tx, permit, sources, &facts, record, step)?;
    issue_detail(tx, permit, sources, record)
}
