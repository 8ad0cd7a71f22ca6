//! What a provider sees of a signal: the steps of ux.md F4, questions and feedback.

use policy::{Operation, Permit, Scope};
use shared::codes::Decision;
use shared::life_cycle::{ActionState, IssueState, SignalState};
use shared::time::Moment;
use shared::timeline::{ReachedStep, Step, Timeline};
use storage::Tx;
use storage::records::{ActionRecord, IssueRecord, SignalRecord};

use super::view::question;
use crate::{Refusal, Sources, Stop};

/// Under so many others, a number could tell who (decisions.md 13).
const ENOUGH_OTHERS: i32 = 5;
/// The undo window of the form, with room for a slow network.
const UNDO_SECONDS: i64 = 60;

/// The signal as its provider follows it.
pub fn timeline<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    sources: &Sources,
    record: &SignalRecord,
) -> Result<Timeline, Stop> {
    timeline_read(tx, permit.scope(), sources, record)
}

pub(crate) fn timeline_read(
    tx: &mut Tx<'_>,
    scope: &Scope,
    sources: &Sources,
    record: &SignalRecord,
) -> Result<Timeline, Stop> {
    let authority = record.authority_id.0;
    let text = tx
        .signal_text(scope, record.id.0)?
        .and_then(|texts| texts.text);
    let questions = tx.questions_of(scope, record.id.0)?;
    let feedback = crate::feedback::received(tx, scope, sources, record)?;
    let steps = steps(tx, scope, sources, record)?;
    let answered = record.first_response_at.is_some() || record.state.is_ended();
    Ok(Timeline {
        id: record.public_id.0,
        authority: sources.slug(authority),
        state: record.state.0,
        text,
        promised_on: record.promised_on.0,
        late: !answered && feedback.is_empty() && sources.today(authority) > record.promised_on.0,
        steps,
        questions: questions
            .into_iter()
            .filter(|row| row.cancelled_at.is_none())
            .map(|row| question(sources, row))
            .collect(),
        feedback,
        can_undo: can_undo(sources, record),
        receipt: None,
        disclosed: tx.disclosure(scope, record.id.0)?.is_some(),
    })
}

/// True while a signal can be taken back without a trace.
pub(super) fn can_undo(sources: &Sources, record: &SignalRecord) -> bool {
    let age = sources.now().since(record.received_at.0);
    age.num_seconds() < UNDO_SECONDS && record.links == 0
}

fn steps(
    tx: &mut Tx<'_>,
    scope: &Scope,
    sources: &Sources,
    record: &SignalRecord,
) -> Result<Vec<ReachedStep>, Stop> {
    let authority = record.authority_id.0;
    let day = |moment: Moment| sources.day_of(moment, authority);
    let mut steps = vec![step(Step::Received, record.received_on.0)];
    let Some(linked_at) = record
        .first_linked_at
        .filter(|_| record.state.0 != SignalState::Withdrawn)
    else {
        return Ok(steps);
    };
    let links = tx.issues_of(scope, &[record.id.0])?;
    let Some(issue) = furthest(tx, scope, links.iter().map(|(_, id, _, _)| id.0))? else {
        return Ok(steps);
    };
    let others = issue.signal_count - 1;
    // A title is told once somebody checked its words: from validation on.
    let title = issue.validated_at.map(|_| issue.title.clone());
    steps.push(ReachedStep {
        other_signals: (others >= ENOUGH_OTHERS).then(|| u32::try_from(others).unwrap_or_default()),
        issue: title,
        ..step(Step::Linked, day(linked_at.0))
    });
    steps.extend(
        issue
            .prioritised_at
            .map(|at| step(Step::Weighed, day(at.0))),
    );
    if let (Some(at), Some(decision)) = (issue.decided_at, issue.decision) {
        steps.push(ReachedStep {
            decision: Some(decision.0),
            motivation: issue.motivation.clone(),
            ..step(Step::Decided, day(at.0))
        });
    }
    let acts = issue
        .decision
        .is_some_and(|decision| decision.0 != Decision::NoAct);
    if let Some(at) = issue.started_at.filter(|_| acts) {
        let actions = tx.actions_of_issues(scope, &[issue.id.0])?;
        let action = actions
            .into_iter()
            .find(|action| action.state.0 != ActionState::Cancelled);
        steps.push(action_step(step(Step::Action, day(at.0)), action));
    }
    let ended_at = issue.closed_at.or(issue.resolved_at);
    let over = matches!(issue.state.0, IssueState::Resolved | IssueState::Closed);
    if let Some(at) = ended_at.filter(|_| over) {
        steps.push(ReachedStep {
            outcome: issue.outcome.map(|outcome| outcome.0),
            ..step(Step::Done, day(at.0))
        });
    }
    Ok(steps)
}

fn step(step: Step, on: shared::time::Day) -> ReachedStep {
    ReachedStep {
        step,
        on,
        other_signals: None,
        issue: None,
        decision: None,
        motivation: None,
        action: None,
        due_on: None,
        outcome: None,
    }
}

fn action_step(step: ReachedStep, action: Option<ActionRecord>) -> ReachedStep {
    let Some(action) = action else { return step };
    ReachedStep {
        action: Some(action.title),
        due_on: Some(action.due_on.0),
        ..step
    }
}

/// Of several issues, the one that came furthest tells the story.
fn furthest(
    tx: &mut Tx<'_>,
    scope: &Scope,
    issues: impl Iterator<Item = shared::id::IssueId>,
) -> Result<Option<IssueRecord>, Stop> {
    let mut found: Vec<IssueRecord> = Vec::new();
    for id in issues {
        found.push(tx.issue(scope, id)?.ok_or(Refusal::NotFound)?);
    }
    let reached = |issue: &IssueRecord| {
        let moments = [
            issue.closed_at,
            issue.resolved_at,
            issue.started_at,
            issue.decided_at,
            issue.prioritised_at,
            issue.validated_at,
        ];
        moments.iter().filter(|moment| moment.is_some()).count()
    };
    Ok(found.into_iter().max_by_key(reached))
}
