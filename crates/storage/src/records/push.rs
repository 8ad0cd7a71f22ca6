//! Browsers that want to hear that there is news.

use diesel::prelude::*;
use shared::id::{AuthorityId, SignalKey};
use uuid::Uuid;

use crate::adapters::{Key, On};
use crate::schema::push_subscriptions;

/// A row of `push_subscriptions`. The address is sealed; its index is made with the signal, so that no two rows of one
/// browser look alike.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = push_subscriptions)]
pub struct PushSubscriptionRecord {
    pub authority_id: Key<AuthorityId>,
    pub id: Key<Uuid>,
    pub signal_id: Key<SignalKey>,
    pub data_key: Vec<u8>,
    pub endpoint_sealed: Vec<u8>,
    pub endpoint_index: Vec<u8>,
    pub renewed_on: On,
}
