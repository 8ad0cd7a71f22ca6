//! A processor begins to look into an issue.

use policy::{AnalyseIssue, Permit};
use shared::id::IssueId;
use shared::issue::IssueDetail;
use shared::life_cycle::IssueEvent;
use storage::{At, Tx};

use super::facts::Facts;
use super::find::issue_in;
use super::step::{Step, take_step};
use super::view::issue_detail;
use crate::{Sources, Stop};

/// Begins the analysis of an issue that is described.
pub fn analyse_issue(
    tx: &mut Tx<'_>,
    permit: &Permit<AnalyseIssue>,
    sources: &Sources,
    issue: IssueId,
    expected: u64,
) -> Result<IssueDetail, Stop> {
    let mut record = issue_in(tx, permit, issue, expected)?;
    let facts = Facts::load(tx, permit.scope(), sources, &record)?;
    record.analysed_at = record.analysed_at.or(Some(At(sources.now())));
    let step = Step::plain(IssueEvent::Analyse);
    let record = take_step(tx, permit, sources, &facts, record, step)?;
    issue_detail(tx, permit, sources, record)
}
