//! The audit log and its seals.

use diesel::prelude::*;
use shared::audit::AuditOutcome;
use shared::codes::Role;
use shared::id::{AuditId, AuthorityId, MembershipId};

use crate::adapters::{At, Key, Stored};
use crate::schema::{audit, audit_sealed, audit_seals};

/// A row of `audit`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = audit, primary_key(authority_id, id), treat_none_as_null = true)]
pub struct AuditRecord {
    pub authority_id: Key<AuthorityId>,
    pub id: Key<AuditId>,
    pub at: At,
    pub actor_ref: Option<Key<MembershipId>>,
    pub role: Option<Stored<Role>>,
    pub operation: String,
    pub object_type: Option<String>,
    pub object_id: Option<String>,
    pub outcome: Stored<AuditOutcome>,
    pub reason_code: Option<String>,
}

/// A row of `audit_sealed`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = audit_sealed, primary_key(authority_id, audit_id), treat_none_as_null = true)]
pub struct AuditSealedRecord {
    pub authority_id: Key<AuthorityId>,
    pub audit_id: Key<AuditId>,
    pub seal_no: i64,
    pub position: i32,
}

/// A row of `audit_seals`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = audit_seals, primary_key(authority_id, seal_no), treat_none_as_null = true)]
pub struct AuditSealRecord {
    pub authority_id: Key<AuthorityId>,
    pub seal_no: i64,
    pub sealed_at: At,
    pub rows_count: i32,
    pub rows_hash: Vec<u8>,
    pub prev_hash: Vec<u8>,
    pub hash: Vec<u8>,
    pub signature: Option<Vec<u8>>,
}
