//! The lead processor weighs one issue without setting it beside others; when nobody else scored it shows as "zonder
//! inbreng van het werkveld".

use policy::{Permit, PrioritiseIssue};
use shared::id::IssueId;
use shared::issue::{IssueDetail, Score};
use shared::life_cycle::IssueEvent;
use storage::{At, Key, Tx};

use super::facts::Facts;
use super::find::issue_in;
use super::step::{Step, take_step};
use super::view::issue_detail;
use crate::priorities::settle_scores;
use crate::{Sources, Stop};

/// Keeps the raw scores: these, and those of everybody else who scored.
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
    let key = record.id.0;
    let given = tx.issue_scores(permit.scope(), &[key])?;
    let seat = permit.seat(record.authority_id.0);
    let own = seat.map(|(member, _)| Key(member));
    // What the lead scored before gives way to what she scores now.
    let others = given.iter().filter(|row| Some(row.membership_id) != own);
    let others = others.map(|row| row.scores.0.as_slice());
    let by_person: Vec<&[Score]> = others.chain([scores]).collect();
    settle_scores(&mut record, &by_person);
    record.prioritised_at = Some(At(sources.now()));
    let step = Step::plain(IssueEvent::Prioritise);
    let record = take_step(tx, permit, sources, &facts, record, step)?;
    tx.forget_issue_scores(permit.scope(), &[key])?;
    issue_detail(tx, permit, sources, record)
}
