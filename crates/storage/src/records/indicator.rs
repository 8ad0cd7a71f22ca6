//! What indicators count of signals and issues: no text, no id that anybody sees.

use diesel::prelude::*;
use shared::codes::{ContactChoice, Decision, Source};
use shared::id::{AuthorityId, IssueKey, OrganisationId, ProviderRef, SignalKey};
use shared::life_cycle::{IssueState, SignalState};

use crate::adapters::{At, Key, On, Stored};
use crate::schema::{issues, signals};

/// Of a row of `signals`.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = signals)]
pub struct CountedSignalRecord {
    pub authority_id: Key<AuthorityId>,
    pub id: Key<SignalKey>,
    pub state: Stored<SignalState>,
    pub source: Stored<Source>,
    pub received_on: On,
    pub promised_on: On,
    pub sector: Option<String>,
    pub organisation_id: Option<Key<OrganisationId>>,
    pub place: Option<String>,
    pub contact: Stored<ContactChoice>,
    pub provider_ref: Key<ProviderRef>,
    pub first_linked_at: Option<At>,
    pub first_response_at: Option<At>,
    pub ended_at: Option<At>,
    pub depth: Option<i32>,
}

/// Of a row of `issues`.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = issues)]
pub struct CountedIssueRecord {
    pub authority_id: Key<AuthorityId>,
    pub id: Key<IssueKey>,
    pub state: Stored<IssueState>,
    pub decision: Option<Stored<Decision>>,
    pub created_at: At,
    pub analysed_at: Option<At>,
    pub validated_at: Option<At>,
    pub prioritised_at: Option<At>,
    pub decided_at: Option<At>,
    pub started_at: Option<At>,
    pub resolved_at: Option<At>,
    pub closed_at: Option<At>,
}
