//! What staff see of an issue. It holds neutral words and counts, never the text of a signal.

use std::collections::BTreeMap;

use policy::{GetIssue, Operation, Permit, Scope};
use shared::codes::Role;
use shared::id::{IssueId, IssueKey, LineageId, MembershipId, OrganisationId};
use shared::issue::{IssueDetail, IssueSummary, Priority, Recognition};
use shared::life_cycle::{IssueEvent, IssueState};
use shared::lineage::LineageStep;
use shared::priority::Place;
use shared::signal::{HistoryStep, IssueLink};
use storage::records::{IssueEventRecord, IssueRecord, RecognitionRecord};
use storage::{Key, StorageError, Tx};

use super::facts::Facts;
use super::kind::proposed;
use super::publish::{is_publishable, is_published};
use crate::{Refusal, Sources, Stop};

/// Under so many providers, a count may tell who (product.md, counts).
const ENOUGH_PROVIDERS: usize = 5;
/// More merges in a row than anybody will ever make: a bound, so that a fault in the data cannot hang a request.
const MOST_MERGES: usize = 100;

/// Where an issue stands in the API.
pub fn href(id: IssueId) -> String {
    format!("/api/v1/issues/{id}")
}

/// The number as people say it.
pub(crate) fn number(number: i32) -> String {
    format!("K-{number}")
}

/// An issue as other things name it.
pub(crate) fn link(issue: &IssueRecord) -> IssueLink {
    IssueLink {
        id: issue.public_id.0,
        number: number(issue.number),
        title: issue.title.clone(),
    }
}

/// One issue with everything about it.
pub fn get_issue(
    tx: &mut Tx<'_>,
    permit: &Permit<GetIssue>,
    sources: &Sources,
    issue: IssueId,
) -> Result<IssueDetail, Stop> {
    let record = tx.issue(permit.scope(), issue)?.ok_or(Refusal::NotFound)?;
    issue_detail(tx, permit, sources, record)
}

/// The issue that an earlier request with the same key made or moved, as it is now.
pub fn issue_again<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    sources: &Sources,
    issue: &str,
) -> Result<IssueDetail, Stop> {
    let id: IssueId = issue.parse().map_err(|_| Refusal::NotFound)?;
    let record = tx.issue(permit.scope(), id)?.ok_or(Refusal::NotFound)?;
    issue_detail(tx, permit, sources, record)
}

/// An issue that was just loaded or changed.
pub(crate) fn issue_detail<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    sources: &Sources,
    record: IssueRecord,
) -> Result<IssueDetail, Stop> {
    let scope = permit.scope();
    let authority = record.authority_id.0;
    let facts = Facts::load(tx, scope, sources, &record)?;
    let merged_into = merged_into(tx, scope, &record)?;
    let lineage = lineage(tx, scope, sources, &record)?;
    let actions = crate::actions::views(tx, scope, sources, &record, &facts.actions)?;
    let members = facts
        .history
        .iter()
        .filter_map(|(row, _)| row.membership_id.map(|id| id.0));
    let id = record.public_id.0.to_string();
    let changer = crate::audit::changer(tx, permit, authority, &id)?;
    let members: Vec<MembershipId> = members.chain(changer).collect();
    let names = crate::people::names(tx, scope, sources, &members)?;
    let summary = summaries(tx, scope, sources, std::slice::from_ref(&record))?;
    let summary = summary.into_iter().next().ok_or(Refusal::NotFound)?;
    let reads_signals = permit
        .seat(authority)
        .is_some_and(|(_, role)| role != Role::PolicyOfficer);
    let shown = reads_signals || facts.providers() >= ENOUGH_PROVIDERS;
    let shown = |count: usize| u32::try_from(count).ok().filter(|_| shown);
    let kind_proposal = match record.kind {
        Some(_) => None,
        None => proposed(&tx.kinds_seen(scope, record.id.0)?),
    };
    let published_at = record.published_at.filter(|_| is_published(&record));
    Ok(IssueDetail {
        summary,
        published_on: published_at.map(|at| sources.day_of(at.0, authority)),
        publishable: is_publishable(&record),
        providers: shown(facts.providers()),
        sectors: shown(facts.sectors()),
        informed: facts.informed(&record),
        next: facts.next(&record),
        recognitions: facts
            .recognitions
            .into_iter()
            .map(|row| recognition(sources, row))
            .collect(),
        history: history(sources, &names, facts.history),
        priority: priority(&record),
        description: record.description,
        kind: record.kind.map(|stored| stored.0),
        kind_proposal,
        governance_level: record.governance_level.map(shared::taxonomy::Code::stored),
        criteria: record.criteria.0,
        decision: record.decision.map(|stored| stored.0),
        motivation: record.motivation,
        owner: record.owner_organisation_id.map(|id| id.0),
        owner_member: record.owner_membership_id.map(|id| id.0),
        outcome: record.outcome.map(|stored| stored.0),
        actions,
        merged_into,
        lineage,
        changed_by: changer.and_then(|member| names.get(&member).cloned()),
        changed_at: record.changed_at.0.to_string(),
    })
}

/// How an issue was weighed, and the place that it was given.
pub(crate) fn priority(record: &IssueRecord) -> Option<Priority> {
    let number = |number: i32| u32::try_from(number).unwrap_or_default();
    let method = record.priority_method?;
    let weights = record.priority_weights.as_ref();
    Some(Priority {
        scores: record.scores.0.clone(),
        voters: number(record.voters),
        method: method.0,
        place: record.priority_place.map(|place| Place {
            place: number(place),
            of: record.priority_of.map_or(0, number),
            calculated: record.calculated_place.map_or(0, number),
        }),
        weights: weights.map(|weights| weights.0.clone()).unwrap_or_default(),
    })
}

/// Rows of a list with the names of their owners: one statement for the whole page.
pub(crate) fn summaries(
    tx: &mut Tx<'_>,
    scope: &Scope,
    sources: &Sources,
    records: &[IssueRecord],
) -> Result<Vec<IssueSummary>, Stop> {
    let owners: Vec<OrganisationId> = records
        .iter()
        .filter_map(|record| record.owner_organisation_id.map(|id| id.0))
        .collect();
    let names = if owners.is_empty() {
        Vec::new()
    } else {
        tx.organisation_names(scope, &owners)?
    };
    let names: BTreeMap<Key<OrganisationId>, String> = names.into_iter().collect();
    Ok(records
        .iter()
        .map(|record| summary(sources, &names, record))
        .collect())
}

fn summary(
    sources: &Sources,
    names: &BTreeMap<Key<OrganisationId>, String>,
    record: &IssueRecord,
) -> IssueSummary {
    let authority = record.authority_id.0;
    IssueSummary {
        href: href(record.public_id.0),
        id: record.public_id.0,
        authority: sources.slug(authority),
        number: number(record.number),
        title: record.title.clone(),
        state: record.state.0,
        themes: record.themes.0.clone(),
        signals: u32::try_from(record.signal_count).unwrap_or_default(),
        owner_name: record
            .owner_organisation_id
            .and_then(|id| names.get(&id).cloned()),
        review_on: record
            .review_on
            .filter(|_| record.state.0 == IssueState::Parked)
            .map(|on| on.0),
        changed_on: sources.day_of(record.changed_at.0, authority),
        version: u64::try_from(record.version).unwrap_or_default(),
    }
}

fn recognition(sources: &Sources, (row, name): (RecognitionRecord, String)) -> Recognition {
    Recognition {
        organisation: row.organisation_id.0,
        name,
        on: sources.day_of(row.at.0, row.authority_id.0),
        comment: row.comment,
    }
}

/// The steps, each with whether the same person took the one that it approves.
fn history(
    sources: &Sources,
    names: &BTreeMap<MembershipId, String>,
    rows: Vec<(IssueEventRecord, Option<String>)>,
) -> Vec<HistoryStep<IssueState, IssueEvent>> {
    let mut before = None;
    let step = |(row, note): (IssueEventRecord, Option<String>)| {
        let by = row.membership_id;
        let own_work = approves(row.event.0) && by.is_some() && by == before;
        before = by;
        history_step(sources, names, own_work, row, note)
    };
    rows.into_iter().map(step).collect()
}

/// True for a step that approves what stood before it.
const fn approves(event: IssueEvent) -> bool {
    matches!(
        event,
        IssueEvent::Validate
            | IssueEvent::DecideAct
            | IssueEvent::DecideNoAct
            | IssueEvent::DecideEscalate
    )
}

fn history_step(
    sources: &Sources,
    names: &BTreeMap<MembershipId, String>,
    own_work: bool,
    row: IssueEventRecord,
    note: Option<String>,
) -> HistoryStep<IssueState, IssueEvent> {
    HistoryStep {
        on: sources.day_of(row.at.0, row.authority_id.0),
        event: row.event.0,
        from: row.from_state.map(|stored| stored.0),
        to: row.to_state.0,
        role: row.role.map(|stored| stored.0),
        by: row
            .membership_id
            .and_then(|member| names.get(&member.0).cloned()),
        own_work,
        reason: row.reason,
        note,
    }
}

/// Where the address of a merged issue leads: the end of the chain, when that one was merged again.
/// An issue by its key, or the one that it went into.
pub(crate) fn surviving(
    tx: &mut Tx<'_>,
    scope: &Scope,
    key: IssueKey,
) -> Result<Option<IssueRecord>, StorageError> {
    let Some(record) = tx.issue_by_key(scope, key)? else {
        return Ok(None);
    };
    match merged_into(tx, scope, &record)? {
        Some(survivor) => tx.issue(scope, survivor),
        None => Ok(Some(record)),
    }
}

fn merged_into(
    tx: &mut Tx<'_>,
    scope: &Scope,
    record: &IssueRecord,
) -> Result<Option<IssueId>, StorageError> {
    let mut target = record.merged_into;
    let mut found = None;
    for _ in 0..MOST_MERGES {
        let Some(key) = target else { break };
        let Some(next) = tx.issue_by_key(scope, key.0)? else {
            break;
        };
        found = Some(next.public_id.0);
        target = next.merged_into;
    }
    Ok(found)
}

fn lineage(
    tx: &mut Tx<'_>,
    scope: &Scope,
    sources: &Sources,
    record: &IssueRecord,
) -> Result<Vec<LineageStep>, StorageError> {
    let rows = tx.lineage_of(scope, record.id.0)?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<LineageId> = rows.iter().map(|row| row.id.0).collect();
    let signals = tx.lineage_signals(scope, &ids)?;
    let keys: Vec<IssueKey> = rows
        .iter()
        .flat_map(|row| [row.from_issue_id.0, row.into_issue_id.0])
        .collect();
    let issues: BTreeMap<IssueKey, IssueId> = tx
        .issues_by_keys(scope, &keys)?
        .into_iter()
        .map(|issue| (issue.id.0, issue.public_id.0))
        .collect();
    let step = |row: storage::records::LineageRecord| {
        let moved = signals
            .iter()
            .filter(|signal| signal.lineage_id == row.id)
            .count();
        Some(LineageStep {
            id: row.id.0,
            kind: row.kind.0,
            from: *issues.get(&row.from_issue_id.0)?,
            from_title: row.from_title,
            into: *issues.get(&row.into_issue_id.0)?,
            into_title: row.into_title,
            signals: u32::try_from(moved).unwrap_or_default(),
            on: sources.day_of(row.at.0, row.authority_id.0),
            undone: row.undone_at.is_some(),
        })
    };
    Ok(rows.into_iter().filter_map(step).collect())
}
