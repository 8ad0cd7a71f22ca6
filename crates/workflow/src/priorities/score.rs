//! Somebody scores an issue, and may change her mind until it has its place.

use policy::{Operation, Permit, ScoreIssue, WithdrawScores};
use shared::id::{IssueId, MembershipId};
use shared::issue::{PriorityMethod, Score};
use shared::life_cycle::IssueState;
use storage::records::{IssueRecord, IssueScoresRecord};
use storage::{At, Json, Key, Stored, Tx};

use crate::{Refusal, Sources, Stop};

/// Keeps what one person scored, in the place of what she scored before.
pub fn score_issue(
    tx: &mut Tx<'_>,
    permit: &Permit<ScoreIssue>,
    sources: &Sources,
    issue: IssueId,
    scores: &[Score],
) -> Result<(), Stop> {
    let record = scorable(tx, permit, issue)?;
    let own = IssueScoresRecord {
        authority_id: record.authority_id,
        issue_id: record.id,
        membership_id: Key(seat(permit, &record)?),
        scores: Json(sorted(scores.to_vec())),
        at: At(sources.now()),
    };
    tx.put_issue_scores(permit.scope(), &own)?;
    // The log says that somebody scores, not on which issue: beside a single score that would be a name.
    tx.touches("authority", record.authority_id.0);
    Ok(())
}

/// Takes back what one person scored. What is not there is gone already.
pub fn withdraw_scores(
    tx: &mut Tx<'_>,
    permit: &Permit<WithdrawScores>,
    issue: IssueId,
) -> Result<(), Stop> {
    let record = scorable(tx, permit, issue)?;
    let member = seat(permit, &record)?;
    tx.delete_issue_scores(permit.scope(), record.id.0, member)?;
    tx.touches("authority", record.authority_id.0);
    Ok(())
}

/// The issue, as long as it may be scored: once it has a place, scores are history.
fn scorable<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    issue: IssueId,
) -> Result<IssueRecord, Stop> {
    let record = tx.issue(permit.scope(), issue)?.ok_or(Refusal::NotFound)?;
    if record.state.0 == IssueState::Validated {
        Ok(record)
    } else {
        Err(Refusal::WrongState.into())
    }
}

fn seat<A: Operation>(permit: &Permit<A>, record: &IssueRecord) -> Result<MembershipId, Stop> {
    let seat = permit.seat(record.authority_id.0);
    Ok(seat.map(|(member, _)| member).ok_or(Refusal::NotFound)?)
}

/// Moves what was scored into the issue: every score as it was given, sorted, so that no order tells who gave it; and how
/// many people scored.
pub(crate) fn settle_scores(record: &mut IssueRecord, by_person: &[&[Score]]) {
    record.scores = Json(sorted(by_person.concat()));
    record.voters = i32::try_from(by_person.len()).unwrap_or(i32::MAX);
    record.priority_method = Some(Stored(match by_person {
        [] | [_] => PriorityMethod::LeadAlone,
        _ => PriorityMethod::Colleagues,
    }));
}

fn sorted(mut scores: Vec<Score>) -> Vec<Score> {
    scores.sort_by_key(|score| (score.criterion, score.score));
    scores
}
