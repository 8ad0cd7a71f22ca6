//! A processor thinks that some signals have one thing in common.

use policy::{CreateIssue, Operation, Permit};
use shared::id::{AuthorityId, IssueId, IssueKey, SignalId};
use shared::issue::{IssueDetail, NewIssue};
use shared::life_cycle::{IssueState, LifeCycle};
use shared::problem::Code;
use shared::text::Title;
use storage::records::{IssueRecord, SignalRecord};
use storage::{At, Json, Key, Many, Stored, Tx};

use super::neutral::neutral;
use super::view::issue_detail;
use crate::search::terms::of_issue;
use crate::signals::membership::attach;
use crate::{Refusal, Sources, Stop};

/// Makes a candidate of at least one signal. Its number is the next one of the authority.
pub fn create_issue(
    tx: &mut Tx<'_>,
    permit: &Permit<CreateIssue>,
    sources: &Sources,
    new: &NewIssue,
) -> Result<IssueDetail, Stop> {
    let authority = permit.scope().writes().ok_or(Refusal::NotFound)?;
    let signals = signals_in(tx, permit, &new.signals)?;
    let mut record = insert(tx, permit, sources, authority, &new.title)?;
    for signal in signals {
        attach(tx, permit, sources, signal, &mut record)?;
    }
    tx.touches("issue", record.public_id.0);
    issue_detail(tx, permit, sources, record)
}

/// Adds an empty candidate.
pub(crate) fn insert<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    sources: &Sources,
    authority: AuthorityId,
    title: &Title,
) -> Result<IssueRecord, Stop> {
    neutral("/title", title.reveal())?;
    let now = At(sources.now());
    let mut record = IssueRecord {
        authority_id: Key(authority),
        id: Key(IssueKey::new(sources.ids.key())),
        public_id: Key(IssueId::new(sources.ids.public())),
        number: tx.next_issue_number(permit.scope(), authority)?,
        state: Stored(IssueState::FIRST),
        title: title.reveal().to_owned(),
        search_terms: String::new(),
        description: None,
        kind: None,
        governance_level: None,
        themes: Json(Vec::new()),
        criteria: Many(Vec::new()),
        scores: Json(Vec::new()),
        voters: 0,
        priority_method: None,
        priority_place: None,
        priority_of: None,
        calculated_place: None,
        priority_weights: None,
        decision: None,
        motivation: None,
        owner_organisation_id: None,
        owner_membership_id: None,
        outcome: None,
        parked_from: None,
        review_on: None,
        merged_into: None,
        merged_from: None,
        signal_count: 0,
        created_at: now,
        changed_at: now,
        analysed_at: None,
        validated_at: None,
        prioritised_at: None,
        decided_at: None,
        started_at: None,
        resolved_at: None,
        closed_at: None,
        published_at: None,
        withdrawn_at: None,
        version: 1,
    };
    record.search_terms = of_issue(sources, &record);
    tx.insert_issue(permit.scope(), &record)?;
    Ok(record)
}

/// The signals of a request; every one must exist here.
pub(super) fn signals_in<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    ids: &[SignalId],
) -> Result<Vec<SignalRecord>, Stop> {
    let signals = tx.signals_by_ids(permit.scope(), ids)?;
    if signals.len() == ids.len() {
        return Ok(signals);
    }
    Err(Refusal::field("/signals", Code::UnknownValue).into())
}
