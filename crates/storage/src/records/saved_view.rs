//! Views of the inbox that members keep.

use diesel::prelude::*;
use shared::id::{AuthorityId, MembershipId, SavedViewId};
use shared::signal::SignalFilter;

use crate::adapters::{At, Json, Key};
use crate::schema::saved_views;

/// A row of `saved_views`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = saved_views)]
pub struct SavedViewRecord {
    pub authority_id: Key<AuthorityId>,
    pub id: Key<SavedViewId>,
    pub membership_id: Key<MembershipId>,
    pub name: String,
    pub filter: Json<SignalFilter>,
    pub created_at: At,
}
