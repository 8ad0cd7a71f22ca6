//! The lead processor weighs an issue alone; it shows as "zonder inbreng van het werkveld".

use policy::{Permit, PrioritiseIssue};
use shared::id::IssueId;
use shared::issue::{IssueDetail, PriorityMethod, Score};
use shared::life_cycle::IssueEvent;
use storage::{At, Json, Stored, Tx};

use super::facts::Facts;
use super::find::issue_in;
use super::step::{Step, take_step};
use super::view::issue_detail;
use crate::{Sources, Stop};

/// Keeps the raw scores.
pub fn prioritise_issue(
    tx: &mut Tx<'_>,
    permit: &Permit<PrioritiseIssue>,
    sources: &Sources,
    issue: IssueId,
    expected: u64,
    scores: &[Score],
) -> Result<IssueDetail, Stop> {
    let mut record = issue_in(tx, permit, issue, expected)?;
    let facts = Facts::load(tx, permit.scope(), sources, &record)?;
    record.scores = Json(scores.to_vec());
    record.voters = 1;
    record.priority_method = Some(Stored(PriorityMethod::LeadAlone));
    record.prioritised_at = Some(At(sources.now()));
    let step = Step::plain(IssueEvent::Prioritise);
    let record = take_step(tx, permit, sources, &facts, record, step)?;
    issue_detail(tx, permit, sources, record)
}
