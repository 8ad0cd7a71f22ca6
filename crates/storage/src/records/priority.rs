//! What counts, and what people scored.

use diesel::prelude::*;
use shared::id::{AuthorityId, IssueKey, MembershipId};
use shared::issue::Score;
use shared::priority::CriterionWeight;

use crate::adapters::{At, Json, Key};
use crate::schema::{issue_scores, opened_scores, priority_weights};

/// A row of `priority_weights`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = priority_weights, primary_key(authority_id), treat_none_as_null = true)]
pub struct PriorityWeightsRecord {
    pub authority_id: Key<AuthorityId>,
    pub weights: Option<Json<Vec<CriterionWeight>>>,
    pub version: i64,
}

/// A row of `issue_scores`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = issue_scores, primary_key(authority_id, issue_id, membership_id), treat_none_as_null = true)]
pub struct IssueScoresRecord {
    pub authority_id: Key<AuthorityId>,
    pub issue_id: Key<IssueKey>,
    pub membership_id: Key<MembershipId>,
    pub scores: Json<Vec<Score>>,
    pub at: At,
}

/// A row of `opened_scores`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = opened_scores)]
pub struct OpenedScoresRecord {
    pub authority_id: Key<AuthorityId>,
    pub issue_id: Key<IssueKey>,
    pub at: At,
}
