//! Imported files.

use diesel::prelude::*;
use shared::id::{AuthorityId, ImportId, MembershipId};
use shared::import::{ImportColumn, ImportError, ImportMapping, ImportState};

use crate::adapters::{At, Json, Key, Stored};
use crate::schema::imports;

/// A row of `imports`, without its file.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = imports, primary_key(authority_id, id), treat_none_as_null = true)]
pub struct ImportRecord {
    pub authority_id: Key<AuthorityId>,
    pub id: Key<ImportId>,
    pub membership_id: Option<Key<MembershipId>>,
    pub state: Stored<ImportState>,
    pub headers: Json<Vec<ImportColumn>>,
    pub mapping: Option<Json<ImportMapping>>,
    pub file_kind: String,
    pub rows: i32,
    pub rows_read: i32,
    pub created: i32,
    pub held: i32,
    pub known: i32,
    pub errors: Json<Vec<ImportError>>,
    pub started_at: At,
    pub finished_at: Option<At>,
}
