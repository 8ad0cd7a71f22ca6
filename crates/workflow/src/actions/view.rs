//! What staff see of an action.

use std::collections::BTreeMap;

use policy::{Operation, Permit, Scope};
use shared::action::Action;
use shared::id::{ActionId, IssueId, OrganisationId};
use storage::records::{ActionRecord, IssueRecord};
use storage::tx::query_types::ActionRow;
use storage::{Key, Tx};

use crate::issues::number;
use crate::{Refusal, Sources, Stop};

/// Where an action stands in the API.
pub fn href(id: ActionId) -> String {
    format!("/api/v1/actions/{id}")
}

/// The action that an earlier request with the same key made or moved, as it is now.
pub fn action_again<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    sources: &Sources,
    action: &str,
) -> Result<Action, Stop> {
    let id: ActionId = action.parse().map_err(|_| Refusal::NotFound)?;
    let record = tx.action(permit.scope(), id)?.ok_or(Refusal::NotFound)?;
    let issue = tx
        .issue_by_key(permit.scope(), record.issue_id.0)?
        .ok_or(Refusal::NotFound)?;
    action_view(tx, permit.scope(), sources, &issue, record)
}

/// An action that was just loaded or changed.
pub(super) fn action_view(
    tx: &mut Tx<'_>,
    scope: &Scope,
    sources: &Sources,
    issue: &IssueRecord,
    record: ActionRecord,
) -> Result<Action, Stop> {
    let views = views(tx, scope, sources, issue, &[record])?;
    views
        .into_iter()
        .next()
        .ok_or_else(|| Refusal::NotFound.into())
}

/// Actions of one issue with the names of their owners: one statement for all.
pub(crate) fn views(
    tx: &mut Tx<'_>,
    scope: &Scope,
    sources: &Sources,
    issue: &IssueRecord,
    records: &[ActionRecord],
) -> Result<Vec<Action>, Stop> {
    if records.is_empty() {
        return Ok(Vec::new());
    }
    let owners: Vec<OrganisationId> = records
        .iter()
        .map(|record| record.owner_organisation_id.0)
        .collect();
    let names: BTreeMap<Key<OrganisationId>, String> =
        tx.organisation_names(scope, &owners)?.into_iter().collect();
    let row = |record: &ActionRecord| {
        let name = names
            .get(&record.owner_organisation_id)
            .cloned()
            .unwrap_or_default();
        (record.clone(), issue.public_id, issue.number, name)
    };
    Ok(records
        .iter()
        .map(|record| view(sources, row(record)))
        .collect())
}

pub(super) fn view(sources: &Sources, row: ActionRow) -> Action {
    let (record, issue, issue_number, owner_name): (ActionRecord, Key<IssueId>, i32, String) = row;
    let authority = record.authority_id.0;
    Action {
        href: href(record.id.0),
        id: record.id.0,
        authority: sources.slug(authority),
        issue: issue.0,
        issue_number: number(issue_number),
        title: record.title,
        owner: record.owner_organisation_id.0,
        owner_name,
        owner_member: record.owner_membership_id.map(|id| id.0),
        due_on: record.due_on.0,
        state: record.state.0,
        started_on: record.started_at.map(|at| sources.day_of(at.0, authority)),
        note: record.note,
        version: u64::try_from(record.version).unwrap_or_default(),
    }
}
