//! Title, owner or day of an action changes.

use policy::{ChangeAction, Operation, Permit};
use shared::action::{Action, NewAction};
use shared::id::ActionId;
use shared::life_cycle::ActionState;
use storage::records::{ActionRecord, IssueRecord};
use storage::{Key, On, Tx};

use super::plan::is_ahead;
use super::view::action_view;
use crate::issues::{is_current, neutral, organisation_in};
use crate::search::terms::of_action;
use crate::{Refusal, Sources, Stop};

/// Changes an action that is not over.
pub fn change_action(
    tx: &mut Tx<'_>,
    permit: &Permit<ChangeAction>,
    sources: &Sources,
    action: ActionId,
    expected: u64,
    new: &NewAction,
) -> Result<Action, Stop> {
    let (mut record, issue) = action_in(tx, permit, action, expected)?;
    if !matches!(record.state.0, ActionState::Planned | ActionState::Running) {
        return Err(Refusal::WrongState.into());
    }
    neutral("/title", new.title.reveal())?;
    if record.due_on.0 != new.due_on {
        is_ahead(sources.today(record.authority_id.0), new.due_on)?;
        record.reminded_on = None;
    }
    organisation_in(
        tx,
        permit,
        ("/owner", new.owner),
        ("/ownerMember", new.owner_member),
    )?;
    new.title.reveal().clone_into(&mut record.title);
    record.owner_organisation_id = Key(new.owner);
    record.owner_membership_id = new.owner_member.map(Key);
    record.due_on = On(new.due_on);
    let record = save_action(tx, permit, sources, record)?;
    action_view(tx, permit.scope(), sources, &issue, record)
}

/// The action within the permit's scope, in the version that the client saw, with its issue.
pub(super) fn action_in<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    id: ActionId,
    expected: u64,
) -> Result<(ActionRecord, IssueRecord), Stop> {
    let record = tx.action(permit.scope(), id)?.ok_or(Refusal::NotFound)?;
    is_current(record.version, expected)?;
    let issue = tx
        .issue_by_key(permit.scope(), record.issue_id.0)?
        .ok_or(Refusal::NotFound)?;
    Ok((record, issue))
}

/// Writes an action back with its next version.
pub(super) fn save_action<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    sources: &Sources,
    mut record: ActionRecord,
) -> Result<ActionRecord, Stop> {
    record.version += 1;
    record.search_terms = of_action(sources, &record);
    tx.touches("action", record.id.0);
    if tx.update_action(permit.scope(), &record)? {
        return Ok(record);
    }
    let current = tx
        .action(permit.scope(), record.id.0)?
        .map_or(0, |stored| stored.version);
    Err(Refusal::Stale {
        current: u64::try_from(current).unwrap_or_default(),
    }
    .into())
}
