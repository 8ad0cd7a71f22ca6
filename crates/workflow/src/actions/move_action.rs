//! An action starts, ends, is cancelled, or runs again.

use policy::{MoveAction, Permit};
use shared::action::{Action, NewActionStep};
use shared::codes::FeedbackMoment;
use shared::id::ActionId;
use shared::life_cycle::{ActionEvent, ActionState, IssueEvent, IssueState, LifeCycle};
use shared::text::Note;
use storage::records::IssueRecord;
use storage::{At, Stored, Tx};

use super::change::{action_in, save_action};
use super::plan::is_acted_on;
use super::view::action_view;
use crate::issues::{Facts, Step, neutral, save, take_step};
use crate::signals::reason_is_given;
use crate::{Refusal, Sources, Stop};

/// Moves an action. With the first one that starts the issue itself goes into action, and every provider hears it.
pub fn move_action(
    tx: &mut Tx<'_>,
    permit: &Permit<MoveAction>,
    sources: &Sources,
    action: ActionId,
    expected: u64,
    step: &NewActionStep,
) -> Result<Action, Stop> {
    let (mut record, issue) = action_in(tx, permit, action, expected)?;
    let now = At(sources.now());
    let reason = step.note.as_ref().map(Note::reveal);
    reason_is_given(record.state.0, step.event, reason)?;
    record.state = Stored(record.state.after(step.event, |guard| match guard {})?);
    if let Some(note) = &step.note {
        neutral("/note", note.reveal())?;
        record.note = Some(note.reveal().to_owned());
    }
    let is_over = matches!(record.state.0, ActionState::Done | ActionState::Cancelled);
    record.ended_at = is_over.then_some(now);
    let runs = matches!(step.event, ActionEvent::Start | ActionEvent::Reopen);
    if runs && !is_acted_on(&issue) {
        // Nothing starts on an issue that waits, is over, or is not decided.
        return Err(Refusal::WrongState.into());
    }
    let issue = if step.event == ActionEvent::Start {
        record.started_at = record.started_at.or(Some(now));
        begin(tx, permit, sources, issue)?
    } else {
        issue
    };
    let record = save_action(tx, permit, sources, record)?;
    action_view(tx, permit.scope(), sources, &issue, record)
}

/// The issue follows its first action: it needs an owner by now. The moment is kept, whatever comes later.
fn begin(
    tx: &mut Tx<'_>,
    permit: &Permit<MoveAction>,
    sources: &Sources,
    mut issue: IssueRecord,
) -> Result<IssueRecord, Stop> {
    let is_first = issue.started_at.is_none();
    issue.started_at = issue.started_at.or(Some(At(sources.now())));
    let issue = if issue.state.0 == IssueState::DecidedAct {
        let facts = Facts::load(tx, permit.scope(), sources, &issue)?;
        take_step(
            tx,
            permit,
            sources,
            &facts,
            issue,
            Step::plain(IssueEvent::Start),
        )?
    } else if is_first {
        save(tx, permit, sources, issue)?
    } else {
        issue
    };
    // Once per decision: a second action is no news of its own.
    crate::feedback::fall_due(tx, permit, sources, &issue, FeedbackMoment::FirstAction)?;
    Ok(issue)
}
