//! Issues and their lineage.

use diesel::prelude::*;
use shared::codes::{Criterion, Decision, KindOfProblem, Outcome, Role};
use shared::id::{
    AuthorityId, IssueId, IssueKey, LineageId, MembershipId, OrganisationId, SignalKey,
};
use shared::issue::{PriorityMethod, Score};
use shared::life_cycle::{IssueEvent, IssueState};
use shared::lineage::LineageKind;
use shared::priority::CriterionWeight;
use shared::taxonomy::Code;
use uuid::Uuid;

use crate::adapters::{At, Json, Key, Many, On, Stored};
use crate::schema::{issue_events, issue_signals, issues, lineage, lineage_signals, recognitions};

/// A row of `issues`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = issues, primary_key(authority_id, id), treat_none_as_null = true)]
pub struct IssueRecord {
    pub authority_id: Key<AuthorityId>,
    pub id: Key<IssueKey>,
    pub public_id: Key<IssueId>,
    pub number: i32,
    pub state: Stored<IssueState>,
    pub title: String,
    pub search_terms: String,
    pub description: Option<String>,
    pub kind: Option<Stored<KindOfProblem>>,
    pub governance_level: Option<String>,
    pub themes: Json<Vec<Code>>,
    pub criteria: Many<Criterion>,
    pub scores: Json<Vec<Score>>,
    pub voters: i32,
    pub priority_method: Option<Stored<PriorityMethod>>,
    pub priority_place: Option<i32>,
    pub priority_of: Option<i32>,
    pub calculated_place: Option<i32>,
    pub priority_weights: Option<Json<Vec<CriterionWeight>>>,
    pub decision: Option<Stored<Decision>>,
    pub motivation: Option<String>,
    pub owner_organisation_id: Option<Key<OrganisationId>>,
    pub owner_membership_id: Option<Key<MembershipId>>,
    pub outcome: Option<Stored<Outcome>>,
    pub parked_from: Option<Stored<IssueState>>,
    pub review_on: Option<On>,
    pub merged_into: Option<Key<IssueKey>>,
    pub merged_from: Option<Stored<IssueState>>,
    pub signal_count: i32,
    pub created_at: At,
    pub changed_at: At,
    pub analysed_at: Option<At>,
    pub validated_at: Option<At>,
    pub prioritised_at: Option<At>,
    pub decided_at: Option<At>,
    pub started_at: Option<At>,
    pub resolved_at: Option<At>,
    pub closed_at: Option<At>,
    pub published_at: Option<At>,
    pub withdrawn_at: Option<At>,
    pub version: i64,
}

/// A row of `issue_signals`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = issue_signals, primary_key(authority_id, issue_id, signal_id), treat_none_as_null = true)]
pub struct IssueSignalRecord {
    pub authority_id: Key<AuthorityId>,
    pub issue_id: Key<IssueKey>,
    pub signal_id: Key<SignalKey>,
    pub linked_at: At,
    pub membership_id: Option<Key<MembershipId>>,
    pub unlinked_at: Option<At>,
}

/// A row of `issue_events`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = issue_events, primary_key(authority_id, id), treat_none_as_null = true)]
pub struct IssueEventRecord {
    pub authority_id: Key<AuthorityId>,
    pub id: Key<Uuid>,
    pub issue_id: Key<IssueKey>,
    pub at: At,
    pub event: Stored<IssueEvent>,
    pub from_state: Option<Stored<IssueState>>,
    pub to_state: Stored<IssueState>,
    pub membership_id: Option<Key<MembershipId>>,
    pub role: Option<Stored<Role>>,
    pub reason: Option<String>,
    pub note_id: Option<Key<Uuid>>,
}

/// A row of `recognitions`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = recognitions, primary_key(authority_id, issue_id, organisation_id), treat_none_as_null = true)]
pub struct RecognitionRecord {
    pub authority_id: Key<AuthorityId>,
    pub issue_id: Key<IssueKey>,
    pub organisation_id: Key<OrganisationId>,
    pub at: At,
    pub membership_id: Option<Key<MembershipId>>,
    pub comment: Option<String>,
}

/// A row of `lineage`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = lineage, primary_key(authority_id, id), treat_none_as_null = true)]
pub struct LineageRecord {
    pub authority_id: Key<AuthorityId>,
    pub id: Key<LineageId>,
    pub kind: Stored<LineageKind>,
    pub from_issue_id: Key<IssueKey>,
    pub into_issue_id: Key<IssueKey>,
    pub from_title: String,
    pub into_title: String,
    pub at: At,
    pub membership_id: Option<Key<MembershipId>>,
    pub undone_at: Option<At>,
}

/// A row of `lineage_signals`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = lineage_signals, primary_key(authority_id, lineage_id, signal_id), treat_none_as_null = true)]
pub struct LineageSignalRecord {
    pub authority_id: Key<AuthorityId>,
    pub lineage_id: Key<LineageId>,
    pub signal_id: Key<SignalKey>,
    pub was_linked: i32,
}
