//! The lead processor confirms the calculated order, or puts issues in another one; each history says which.

use policy::{Permit, PrioritiseIssues};
use shared::codes::ClosedList;
use shared::id::IssueKey;
use shared::issue::Score;
use shared::life_cycle::IssueEvent;
use shared::priority::{IssueVersion, OrderOrigin, is_by_hand, places, spreads, total};
use storage::records::IssueRecord;
use storage::{At, Json, Tx};

use super::{settle_scores, weights_of};
use crate::issues::{Facts, Step, issue_in, take_step};
use crate::{Refusal, Sources, Stop};

/// The condition that is not met by an issue without a score on anything that counts.
const SCORED: &str = "scored";

/// Gives each issue its place. The server computes what the order would be and writes both places down, so nobody can pass
/// off an order of her own as the calculated one. All or none.
pub fn prioritise_issues(
    tx: &mut Tx<'_>,
    permit: &Permit<PrioritiseIssues>,
    sources: &Sources,
    order: &[IssueVersion],
) -> Result<(), Stop> {
    let scope = permit.scope();
    let authority = scope.writes().ok_or(Refusal::NotFound)?;
    let mut records: Vec<IssueRecord> = Vec::with_capacity(order.len());
    for issue in order {
        records.push(issue_in(tx, permit, issue.id, issue.version)?);
    }
    let keys: Vec<IssueKey> = records.iter().map(|record| record.id.0).collect();
    let given = tx.issue_scores(scope, &keys)?;
    let weights = weights_of(tx, permit, sources, authority)?;
    for record in &mut records {
        let of_issue = given.iter().filter(|row| row.issue_id == record.id);
        let by_person: Vec<&[Score]> = of_issue.map(|row| row.scores.0.as_slice()).collect();
        settle_scores(record, &by_person);
    }
    let weighed: Vec<_> = records
        .iter()
        .map(|record| total(&spreads(&record.scores.0), &weights))
        .collect();
    let calculated: Vec<usize> = places(&weighed).into_iter().flatten().collect();
    if calculated.len() < records.len() {
        return Err(Refusal::Missing(vec![SCORED]).into());
    }
    let origin = if is_by_hand(&calculated) {
        OrderOrigin::ByHand
    } else {
        OrderOrigin::Confirmed
    };
    let number = |place: usize| i32::try_from(place).ok();
    let of = number(records.len());
    for (before, (mut record, calculated)) in records.into_iter().zip(calculated).enumerate() {
        let facts = Facts::load(tx, scope, sources, &record)?;
        record.priority_place = number(before + 1);
        record.priority_of = of;
        record.calculated_place = number(calculated);
        record.priority_weights = Some(Json(weights.as_slice().to_vec()));
        record.prioritised_at = Some(At(sources.now()));
        let step = Step::because(IssueEvent::Prioritise, origin.code(), None);
        take_step(tx, permit, sources, &facts, record, step)?;
    }
    tx.forget_issue_scores(scope, &keys)?;
    // One line of the log for the whole order; each issue's history has its own.
    tx.touches_because("authority", authority, origin.code());
    Ok(())
}
