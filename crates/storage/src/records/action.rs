//! Actions.

use diesel::prelude::*;
use shared::id::{ActionId, AuthorityId, IssueKey, MembershipId, OrganisationId};
use shared::life_cycle::ActionState;

use crate::adapters::{At, Key, On, Stored};
use crate::schema::actions;

/// A row of `actions`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = actions, primary_key(authority_id, id), treat_none_as_null = true)]
pub struct ActionRecord {
    pub authority_id: Key<AuthorityId>,
    pub id: Key<ActionId>,
    pub issue_id: Key<IssueKey>,
    pub title: String,
    pub owner_organisation_id: Key<OrganisationId>,
    pub owner_membership_id: Option<Key<MembershipId>>,
    pub due_on: On,
    pub state: Stored<ActionState>,
    pub note: Option<String>,
    pub created_at: At,
    pub started_at: Option<At>,
    pub ended_at: Option<At>,
    pub reminded_on: Option<On>,
    pub version: i64,
    pub search_terms: String,
}
