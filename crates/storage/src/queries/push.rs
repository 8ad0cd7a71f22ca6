//! Browsers that want to hear that there is news about a signal.

use diesel::prelude::*;
use policy::Scope;
use shared::id::SignalKey;
use shared::time::Day;
use uuid::Uuid;

use super::{Conn, is_readable, is_writable};
use crate::records::PushSubscriptionRecord;
use crate::schema::push_subscriptions;
use crate::{Key, On};

/// Adds a browser.
pub fn insert_push_subscription(
    conn: &mut Conn,
    _scope: &Scope,
    record: &PushSubscriptionRecord,
) -> QueryResult<()> {
    diesel::insert_into(push_subscriptions::table)
        .values(record)
        .execute(conn)?;
    Ok(())
}

/// It was seen again.
pub fn renew_push_subscription(
    conn: &mut Conn,
    scope: &Scope,
    id: Uuid,
    on: Day,
) -> QueryResult<()> {
    let query = push_subscriptions::table
        .filter(is_writable(push_subscriptions::authority_id, scope))
        .filter(push_subscriptions::id.eq(Key(id)));
    diesel::update(query)
        .set(push_subscriptions::renewed_on.eq(On(on)))
        .execute(conn)?;
    Ok(())
}

/// One browser.
pub fn push_subscription(
    conn: &mut Conn,
    scope: &Scope,
    id: Uuid,
) -> QueryResult<Option<PushSubscriptionRecord>> {
    push_subscriptions::table
        .filter(is_readable(push_subscriptions::authority_id, scope))
        .filter(push_subscriptions::id.eq(Key(id)))
        .select(PushSubscriptionRecord::as_select())
        .first(conn)
        .optional()
}

/// Every browser that wants to hear of these signals, the one that was not seen for longest first.
pub fn push_subscriptions(
    conn: &mut Conn,
    scope: &Scope,
    signals: &[SignalKey],
) -> QueryResult<Vec<PushSubscriptionRecord>> {
    let signals: Vec<Key<SignalKey>> = signals.iter().copied().map(Key).collect();
    push_subscriptions::table
        .filter(is_readable(push_subscriptions::authority_id, scope))
        .filter(push_subscriptions::signal_id.eq_any(signals))
        .order((push_subscriptions::renewed_on, push_subscriptions::id))
        .select(PushSubscriptionRecord::as_select())
        .load(conn)
}

/// Forgets a browser.
pub fn delete_push_subscription(conn: &mut Conn, scope: &Scope, id: Uuid) -> QueryResult<()> {
    let query = push_subscriptions::table
        .filter(is_writable(push_subscriptions::authority_id, scope))
        .filter(push_subscriptions::id.eq(Key(id)));
    diesel::delete(query).execute(conn)?;
    Ok(())
}

/// Forgets every browser that wanted to hear of a signal.
pub fn delete_push_subscriptions(
    conn: &mut Conn,
    scope: &Scope,
    signal: SignalKey,
) -> QueryResult<()> {
    let query = push_subscriptions::table
        .filter(is_writable(push_subscriptions::authority_id, scope))
        .filter(push_subscriptions::signal_id.eq(Key(signal)));
    diesel::delete(query).execute(conn)?;
    Ok(())
}

/// Forgets browsers that were not seen since; how many.
pub fn expire_push_subscriptions(
    conn: &mut Conn,
    scope: &Scope,
    before: Day,
) -> QueryResult<usize> {
    let query = push_subscriptions::table
        .filter(is_writable(push_subscriptions::authority_id, scope))
        .filter(push_subscriptions::renewed_on.lt(On(before)));
    diesel::delete(query).execute(conn)
}
