//! Authorities and what an authority configures.

use diesel::prelude::*;
use shared::authority::Referral;
use shared::codes::{Language, Level, WorkMode};
use shared::id::{AuthorityId, EntryLinkId, OrganisationId};
use shared::taxonomy::Taxonomy;

use crate::adapters::{At, Json, Key, Many, On, Stored};
use crate::schema::{authorities, entry_links, organisations, taxonomies};

/// A row of `authorities`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = authorities, primary_key(id), treat_none_as_null = true)]
pub struct AuthorityRecord {
    pub id: Key<AuthorityId>,
    pub slug: String,
    pub name: String,
    pub level: Stored<Level>,
    pub nis_code: Option<String>,
    pub languages: Many<Language>,
    pub time_zone: String,
    pub answer_term_days: i32,
    pub work_mode: Stored<WorkMode>,
    pub places: Json<Vec<String>>,
    pub referrals: Json<Vec<Referral>>,
    pub valid_from: On,
    pub valid_to: Option<On>,
    pub created_at: At,
    pub page_languages: Option<Many<Language>>,
}

/// A row of `taxonomies`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = taxonomies, primary_key(authority_id, revision), treat_none_as_null = true)]
pub struct TaxonomyRecord {
    pub authority_id: Key<AuthorityId>,
    pub revision: i32,
    pub content: Json<Taxonomy>,
    pub created_at: At,
}

/// A row of `organisations`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = organisations, primary_key(authority_id, id), treat_none_as_null = true)]
pub struct OrganisationRecord {
    pub authority_id: Key<AuthorityId>,
    pub id: Key<OrganisationId>,
    pub name: String,
    pub sector: String,
    pub created_at: At,
    pub ended_at: Option<At>,
}

/// A row of `entry_links`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = entry_links, primary_key(authority_id, id), treat_none_as_null = true)]
pub struct EntryLinkRecord {
    pub authority_id: Key<AuthorityId>,
    pub id: Key<EntryLinkId>,
    pub token: String,
    pub name: String,
    pub sector: Option<String>,
    pub organisation_id: Option<Key<OrganisationId>>,
    pub created_at: At,
    pub expires_on: Option<On>,
    pub revoked_at: Option<At>,
}
