//! What a language model may read and wrote.

use diesel::prelude::*;
use shared::id::{AuthorityId, IssueKey};
use shared::summary::{DraftContent, DraftState, DraftTrouble};

use crate::adapters::{At, Json, Key, Stored};
use crate::schema::{language_models, summary_drafts};

/// A row of `language_models`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = language_models, primary_key(authority_id), treat_none_as_null = true)]
pub struct LanguageModelRecord {
    pub authority_id: Key<AuthorityId>,
    pub allowed_at: Option<At>,
    pub version: i64,
}

/// A row of `summary_drafts`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = summary_drafts, primary_key(authority_id, issue_id), treat_none_as_null = true)]
pub struct SummaryDraftRecord {
    pub authority_id: Key<AuthorityId>,
    pub issue_id: Key<IssueKey>,
    pub state: Stored<DraftState>,
    pub cause: Option<Stored<DraftTrouble>>,
    pub model: String,
    pub host: String,
    pub content_hash: String,
    pub content: Option<Json<DraftContent>>,
    pub asked_at: At,
    pub made_at: Option<At>,
    pub approved_at: Option<At>,
    pub version: i64,
}
