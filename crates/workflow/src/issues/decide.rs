//! A decision, with its motivation: a "no" is owed an answer as much as a "yes".

use policy::{DecideIssue, Operation, Permit};
use shared::codes::{ClosedList, Decision, FeedbackMoment};
use shared::id::IssueId;
use shared::issue::IssueDetail;
use shared::life_cycle::IssueEvent;
use shared::text::Description;
use storage::records::IssueRecord;
use storage::{At, Stored, Tx};

use super::facts::Facts;
use super::find::issue_in;
use super::neutral::neutral;
use super::step::{Step, take_step};
use super::view::issue_detail;
use crate::{Sources, Stop};

/// Decides; every provider of its signals is owed the decision and its motivation.
pub fn decide_issue(
    tx: &mut Tx<'_>,
    permit: &Permit<DecideIssue>,
    sources: &Sources,
    issue: IssueId,
    expected: u64,
    decision: Decision,
    motivation: &Description,
) -> Result<IssueDetail, Stop> {
    let record = issue_in(tx, permit, issue, expected)?;
    let event = match decision {
        Decision::Act => IssueEvent::DecideAct,
        Decision::NoAct => IssueEvent::DecideNoAct,
        Decision::Escalate => IssueEvent::DecideEscalate,
    };
    let step = Step::because(event, decision.code(), Some(motivation.reveal()));
    let record = settle(tx, permit, sources, record, decision, motivation, step)?;
    issue_detail(tx, permit, sources, record)
}

/// Writes a decision down, whoever took it, and makes it due for every provider. What was drafted about an earlier
/// decision is not true any more, so it goes.
pub(super) fn settle<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    sources: &Sources,
    mut record: IssueRecord,
    decision: Decision,
    motivation: &Description,
    step: Step<'_>,
) -> Result<IssueRecord, Stop> {
    neutral("/motivation", motivation.reveal())?;
    let facts = Facts::load(tx, permit.scope(), sources, &record)?;
    record.decision = Some(Stored(decision));
    record.motivation = Some(motivation.reveal().to_owned());
    record.decided_at = Some(At(sources.now()));
    let record = take_step(tx, permit, sources, &facts, record, step)?;
    crate::feedback::drop_unsent_moment(tx, permit, record.id.0, FeedbackMoment::Decided)?;
    crate::feedback::fall_due(tx, permit, sources, &record, FeedbackMoment::Decided)?;
    Ok(record)
}
