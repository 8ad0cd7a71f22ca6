//! Links in mails by which providers sign in. They belong to the installation: an address gets so many an hour, whichever
//! authority they are asked at. Opening one names the authority all the same.

use diesel::prelude::*;
use shared::id::{AuthorityId, SignInLinkId};

use super::Conn;
use crate::records::SignInLinkRecord;
use crate::schema::sign_in_links;
use crate::{At, Key};

/// Adds a link.
pub fn insert_sign_in_link(conn: &mut Conn, record: &SignInLinkRecord) -> QueryResult<()> {
    diesel::insert_into(sign_in_links::table)
        .values(record)
        .execute(conn)?;
    Ok(())
}

/// One link, for its mail.
pub fn sign_in_link(conn: &mut Conn, id: SignInLinkId) -> QueryResult<Option<SignInLinkRecord>> {
    sign_in_links::table
        .filter(sign_in_links::id.eq(Key(id)))
        .select(SignInLinkRecord::as_select())
        .first(conn)
        .optional()
}

/// The link with this token, while it can be used.
pub fn open_sign_in_link(
    conn: &mut Conn,
    authority: AuthorityId,
    token_hash: &[u8],
    now: At,
) -> QueryResult<Option<SignInLinkRecord>> {
    sign_in_links::table
        .filter(sign_in_links::authority_id.eq(Key(authority)))
        .filter(sign_in_links::token_hash.eq(token_hash))
        .filter(sign_in_links::used_at.is_null())
        .filter(sign_in_links::expires_at.gt(now))
        .select(SignInLinkRecord::as_select())
        .first(conn)
        .optional()
}

/// The link that this browser asked for and whose digits were shown elsewhere, the last one shown first.
pub fn shown_sign_in_link(
    conn: &mut Conn,
    authority: AuthorityId,
    browser_hash: &[u8],
    now: At,
) -> QueryResult<Option<SignInLinkRecord>> {
    sign_in_links::table
        .filter(sign_in_links::authority_id.eq(Key(authority)))
        .filter(sign_in_links::browser_hash.eq(browser_hash))
        .filter(sign_in_links::shown_at.is_not_null())
        .filter(sign_in_links::used_at.is_null())
        .filter(sign_in_links::expires_at.gt(now))
        .order((sign_in_links::shown_at.desc(), sign_in_links::id.desc()))
        .select(SignInLinkRecord::as_select())
        .first(conn)
        .optional()
}

/// Notes that the digits were shown.
pub fn show_sign_in_link(conn: &mut Conn, id: SignInLinkId, at: At) -> QueryResult<()> {
    diesel::update(sign_in_links::table.filter(sign_in_links::id.eq(Key(id))))
        .set(sign_in_links::shown_at.eq(at))
        .execute(conn)?;
    Ok(())
}

/// Counts that digits were typed; false when they were typed too often before.
pub fn count_sign_in_try(conn: &mut Conn, id: SignInLinkId, most: i32) -> QueryResult<bool> {
    let query = sign_in_links::table
        .filter(sign_in_links::id.eq(Key(id)))
        .filter(sign_in_links::tries.lt(most));
    let counted = diesel::update(query).set(sign_in_links::tries.eq(sign_in_links::tries + 1));
    Ok(counted.execute(conn)? > 0)
}

/// Uses a link up; false when it was used before.
pub fn use_sign_in_link(conn: &mut Conn, id: SignInLinkId, at: At) -> QueryResult<bool> {
    let query = sign_in_links::table
        .filter(sign_in_links::id.eq(Key(id)))
        .filter(sign_in_links::used_at.is_null());
    let used = diesel::update(query).set(sign_in_links::used_at.eq(at));
    Ok(used.execute(conn)? > 0)
}

/// How many links an address was sent since a moment, used or not.
pub fn sign_in_links_to(conn: &mut Conn, email_index: &[u8], since: At) -> QueryResult<i64> {
    sign_in_links::table
        .filter(sign_in_links::email_index.eq(email_index))
        .filter(sign_in_links::created_at.gt(since))
        .count()
        .get_result(conn)
}

/// Drops links made before a moment.
pub fn expire_sign_in_links(conn: &mut Conn, before: At) -> QueryResult<usize> {
    diesel::delete(sign_in_links::table.filter(sign_in_links::created_at.lt(before))).execute(conn)
}
