//! What was published of a month.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use shared::id::{AuthorityId, SignalKey};

use crate::adapters::{At, Json, Key, On};
use crate::schema::published_months;

/// A row of `published_months`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = published_months, primary_key(authority_id, month), treat_none_as_null = true)]
pub struct PublishedMonthRecord {
    pub authority_id: Key<AuthorityId>,
    pub month: On,
    pub total: Option<i32>,
    pub cells: Json<Vec<PublishedCell>>,
    pub records: Json<Vec<CountedSignal>>,
    pub released_at: At,
}

/// A number by theme; none where it stays hidden.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedCell {
    pub theme: String,
    pub signals: Option<u32>,
}

/// A signal that was counted, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountedSignal {
    pub signal: SignalKey,
    pub themes: Vec<String>,
}
