//! Somebody agrees to do something about an issue, by a day.

use policy::{Permit, PlanAction};
use shared::action::{Action, NewAction};
use shared::id::{ActionId, IssueId};
use shared::life_cycle::{ActionState, IssueState, LifeCycle};
use shared::problem::Code;
use shared::time::Day;
use storage::records::{ActionRecord, IssueRecord};
use storage::{At, Key, On, Stored, Tx};

use super::view::action_view;
use crate::issues::{issue_in, neutral, organisation_in, save};
use crate::search::terms::of_action;
use crate::{Refusal, Sources, Stop};

/// Plans an action on an issue that is decided: something will be done.
pub fn plan_action(
    tx: &mut Tx<'_>,
    permit: &Permit<PlanAction>,
    sources: &Sources,
    issue: IssueId,
    expected: u64,
    new: &NewAction,
) -> Result<Action, Stop> {
    let record = issue_in(tx, permit, issue, expected)?;
    if !is_acted_on(&record) {
        return Err(Refusal::WrongState.into());
    }
    neutral("/title", new.title.reveal())?;
    is_ahead(sources.today(record.authority_id.0), new.due_on)?;
    organisation_in(
        tx,
        permit,
        ("/owner", new.owner),
        ("/ownerMember", new.owner_member),
    )?;
    let mut action = ActionRecord {
        authority_id: record.authority_id,
        id: Key(ActionId::new(sources.ids.public())),
        issue_id: record.id,
        title: new.title.reveal().to_owned(),
        owner_organisation_id: Key(new.owner),
        owner_membership_id: new.owner_member.map(Key),
        due_on: On(new.due_on),
        state: Stored(ActionState::FIRST),
        note: None,
        created_at: At(sources.now()),
        started_at: None,
        ended_at: None,
        reminded_on: None,
        version: 1,
        search_terms: String::new(),
    };
    action.search_terms = of_action(sources, &action);
    tx.insert_action(permit.scope(), &action)?;
    let record = save(tx, permit, sources, record)?;
    tx.touches("action", action.id.0);
    action_view(tx, permit.scope(), sources, &record, action)
}

/// True when something is being done about the issue.
pub(super) fn is_acted_on(issue: &IssueRecord) -> bool {
    use IssueState as S;
    matches!(issue.state.0, S::DecidedAct | S::InAction | S::Stalled)
}

/// Nothing can be promised for yesterday.
pub(super) fn is_ahead(today: Day, due_on: Day) -> Result<(), Refusal> {
    if due_on < today {
        return Err(Refusal::field("/dueOn", Code::DateInPast));
    }
    Ok(())
}
