//! What the analysis found out about signals.

use diesel::prelude::*;
use shared::analysis::{Likeness, Reasons};
use shared::codes::KindOfProblem;
use shared::id::{AuthorityId, IssueKey, MembershipId, SignalKey};
use shared::taxonomy::Scheme;

use crate::adapters::{At, Json, Key, Stored};
use crate::schema::{
    shown_kinds, signal_differences, signal_likes, signal_vectors, tag_suggestions,
};

/// A row of `signal_vectors`. The bytes are those of `analysis::vectors`; confidence in percent.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = signal_vectors, primary_key(authority_id, signal_id))]
pub struct SignalVectorRecord {
    pub authority_id: Key<AuthorityId>,
    pub signal_id: Key<SignalKey>,
    pub model: String,
    pub vector: Vec<u8>,
    pub kind: Option<Stored<KindOfProblem>>,
    pub kind_confidence: Option<i32>,
}

/// A row of `tag_suggestions`. Confidence in percent.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = tag_suggestions, primary_key(authority_id, signal_id, scheme, code))]
pub struct TagSuggestionRecord {
    pub authority_id: Key<AuthorityId>,
    pub signal_id: Key<SignalKey>,
    pub scheme: Stored<Scheme>,
    pub code: String,
    pub model: String,
    pub confidence: i32,
    pub reasons: Json<Reasons>,
    pub at: At,
}

/// A row of `signal_likes`. Score in percent.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = signal_likes)]
pub struct SignalLikeRecord {
    pub authority_id: Key<AuthorityId>,
    pub signal_id: Key<SignalKey>,
    pub other_id: Key<SignalKey>,
    pub likeness: Stored<Likeness>,
    pub score: i32,
}

/// A row of `signal_differences`; the lesser id first.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = signal_differences)]
pub struct SignalDifferenceRecord {
    pub authority_id: Key<AuthorityId>,
    pub signal_id: Key<SignalKey>,
    pub other_id: Key<SignalKey>,
    pub membership_id: Option<Key<MembershipId>>,
    pub at: At,
}

/// A row of `shown_kinds`. Confidence in percent.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = shown_kinds)]
pub struct ShownKindRecord {
    pub authority_id: Key<AuthorityId>,
    pub issue_id: Key<IssueKey>,
    pub model: String,
    pub kind: Stored<KindOfProblem>,
    pub confidence: i32,
    pub at: At,
}
