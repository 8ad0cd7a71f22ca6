//! Views of the inbox that members keep. Nobody reads another one's.

use diesel::prelude::*;
use policy::Scope;
use shared::id::{MembershipId, SavedViewId};

use super::{Conn, is_readable, is_writable};
use crate::Key;
use crate::records::SavedViewRecord;
use crate::schema::saved_views;

/// What these members keep, the oldest first.
pub fn saved_views(
    conn: &mut Conn,
    scope: &Scope,
    members: &[MembershipId],
) -> QueryResult<Vec<SavedViewRecord>> {
    let members: Vec<Key<MembershipId>> = members.iter().copied().map(Key).collect();
    saved_views::table
        .filter(is_readable(saved_views::authority_id, scope))
        .filter(saved_views::membership_id.eq_any(members))
        .order((saved_views::created_at, saved_views::id))
        .select(SavedViewRecord::as_select())
        .load(conn)
}

/// Somebody keeps a view.
pub fn insert_saved_view(
    conn: &mut Conn,
    _scope: &Scope,
    record: &SavedViewRecord,
) -> QueryResult<()> {
    diesel::insert_into(saved_views::table)
        .values(record)
        .execute(conn)?;
    Ok(())
}

/// A member keeps a view no more; false when it is not that member's.
pub fn delete_saved_view(
    conn: &mut Conn,
    scope: &Scope,
    member: MembershipId,
    id: SavedViewId,
) -> QueryResult<bool> {
    let query = saved_views::table
        .filter(is_writable(saved_views::authority_id, scope))
        .filter(saved_views::membership_id.eq(Key(member)))
        .filter(saved_views::id.eq(Key(id)));
    Ok(diesel::delete(query).execute(conn)? > 0)
}

/// A member keeps no view any more.
pub fn delete_saved_views_of(
    conn: &mut Conn,
    scope: &Scope,
    member: MembershipId,
) -> QueryResult<()> {
    let query = saved_views::table
        .filter(is_writable(saved_views::authority_id, scope))
        .filter(saved_views::membership_id.eq(Key(member)));
    diesel::delete(query).execute(conn)?;
    Ok(())
}
