//! Feedback: who is owed an answer, and what was said.

use diesel::prelude::*;
use shared::codes::FeedbackMoment;
use shared::id::{AuthorityId, FeedbackId, IssueKey, MembershipId, SignalKey};
use shared::life_cycle::FeedbackState;
use uuid::Uuid;

use crate::adapters::{At, Key, On, Stored};
use crate::schema::{feedback, feedback_texts};

/// A row of `feedback_texts`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = feedback_texts, primary_key(authority_id, id), treat_none_as_null = true)]
pub struct FeedbackTextRecord {
    pub authority_id: Key<AuthorityId>,
    pub id: Key<Uuid>,
    pub issue_id: Option<Key<IssueKey>>,
    pub signal_id: Option<Key<SignalKey>>,
    pub moment: Stored<FeedbackMoment>,
    pub text: Option<String>,
    pub membership_id: Option<Key<MembershipId>>,
    pub created_at: At,
    pub sent_at: Option<At>,
    pub version: i64,
    pub search_terms: String,
}

/// A row of `feedback`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = feedback, primary_key(authority_id, id), treat_none_as_null = true)]
pub struct FeedbackRecord {
    pub authority_id: Key<AuthorityId>,
    pub id: Key<FeedbackId>,
    pub signal_id: Key<SignalKey>,
    pub issue_id: Option<Key<IssueKey>>,
    pub moment: Stored<FeedbackMoment>,
    pub state: Stored<FeedbackState>,
    pub due_on: On,
    pub text_id: Option<Key<Uuid>>,
    pub created_at: At,
    pub sent_at: Option<At>,
    pub read_at: Option<At>,
    pub rated_at: Option<At>,
    pub useful: Option<i32>,
    pub undeliverable_at: Option<At>,
}
