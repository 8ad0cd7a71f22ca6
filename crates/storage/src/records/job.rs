//! Background work.

use diesel::prelude::*;
use shared::codes::JobState;
use shared::id::{AuthorityId, JobId};
use uuid::Uuid;

use crate::adapters::{At, Json, Key, Stored};
use crate::schema::jobs;

/// A row of `jobs`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = jobs, primary_key(id), treat_none_as_null = true)]
pub struct JobRecord {
    pub id: Key<JobId>,
    pub authority_id: Option<Key<AuthorityId>>,
    pub kind: String,
    pub payload: Json<serde_json::Value>,
    pub state: Stored<JobState>,
    pub run_at: At,
    pub attempts: i32,
    pub lease_until: Option<At>,
    pub lease_owner: Option<Key<Uuid>>,
    pub last_error: Option<String>,
    pub created_at: At,
    pub finished_at: Option<At>,
}

impl JobRecord {
    /// A job that may start at once.
    pub fn queued(
        id: JobId,
        authority: Option<AuthorityId>,
        kind: &str,
        payload: serde_json::Value,
        now: At,
    ) -> Self {
        Self {
            id: Key(id),
            authority_id: authority.map(Key),
            kind: kind.to_owned(),
            payload: Json(payload),
            state: Stored(JobState::Queued),
            run_at: now,
            attempts: 0,
            lease_until: None,
            lease_owner: None,
            last_error: None,
            created_at: now,
            finished_at: None,
        }
    }
}
