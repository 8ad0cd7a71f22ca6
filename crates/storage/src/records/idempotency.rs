//! What was answered to which key.

use diesel::prelude::*;
use shared::id::{AuthorityId, IdempotencyKey};

use crate::adapters::{At, Key};
use crate::schema::idempotency;

/// A row of `idempotency`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = idempotency, primary_key(authority_id, caller, operation, key), treat_none_as_null = true)]
pub struct IdempotencyRecord {
    pub authority_id: Key<AuthorityId>,
    pub caller: Vec<u8>,
    pub operation: String,
    pub key: Key<IdempotencyKey>,
    pub body_hmac: Option<Vec<u8>>,
    pub status: i32,
    pub object_id: Option<String>,
    pub created_at: At,
}
