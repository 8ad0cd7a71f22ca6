//! What was erased, so that a restored backup forgets it again.

use diesel::prelude::*;
use shared::id::AuthorityId;
use uuid::Uuid;

use crate::adapters::{At, Key};
use crate::schema::erasure_log;

/// A row of `erasure_log`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = erasure_log, primary_key(authority_id, id), treat_none_as_null = true)]
pub struct ErasureRecord {
    pub authority_id: Key<AuthorityId>,
    pub id: Key<Uuid>,
    pub at: At,
    pub subject_type: String,
    pub subject_id: Key<Uuid>,
}
