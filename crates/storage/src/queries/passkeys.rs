//! Passkeys, and what devices were asked about them. They belong to a person, in whatever authorities she works.

use diesel::prelude::*;
use shared::id::{PasskeyId, UserId};

use super::Conn;
use crate::records::{PasskeyChallengeRecord, PasskeyRecord};
use crate::schema::{passkey_challenges, passkeys};
use crate::{At, Key, On};

/// Adds a passkey.
pub fn insert_passkey(conn: &mut Conn, record: &PasskeyRecord) -> QueryResult<()> {
    diesel::insert_into(passkeys::table)
        .values(record)
        .execute(conn)?;
    Ok(())
}

/// A person's passkeys, the oldest first.
pub fn passkeys_of(conn: &mut Conn, user: UserId) -> QueryResult<Vec<PasskeyRecord>> {
    passkeys::table
        .filter(passkeys::user_id.eq(Key(user)))
        .order((passkeys::created_on, passkeys::id))
        .select(PasskeyRecord::as_select())
        .load(conn)
}

/// The passkey that a device names.
pub fn passkey_by_credential(
    conn: &mut Conn,
    credential_hash: &[u8],
) -> QueryResult<Option<PasskeyRecord>> {
    passkeys::table
        .filter(passkeys::credential_hash.eq(credential_hash))
        .select(PasskeyRecord::as_select())
        .first(conn)
        .optional()
}

/// Stores how often it was used, unless it was used or removed since `read`; false then.
pub fn use_passkey(
    conn: &mut Conn,
    id: PasskeyId,
    read: &[u8],
    used: &[u8],
    on: On,
) -> QueryResult<bool> {
    let query = passkeys::table
        .filter(passkeys::id.eq(Key(id)))
        .filter(passkeys::passkey_sealed.eq(read));
    let written = diesel::update(query).set((
        passkeys::passkey_sealed.eq(used),
        passkeys::last_used_on.eq(on),
    ));
    Ok(written.execute(conn)? > 0)
}

/// Removes a passkey of this person; false when she has none such.
pub fn delete_passkey(conn: &mut Conn, user: UserId, id: PasskeyId) -> QueryResult<bool> {
    let query = passkeys::table
        .filter(passkeys::id.eq(Key(id)))
        .filter(passkeys::user_id.eq(Key(user)));
    Ok(diesel::delete(query).execute(conn)? > 0)
}

/// Stores what a device is asked.
pub fn insert_passkey_challenge(
    conn: &mut Conn,
    record: &PasskeyChallengeRecord,
) -> QueryResult<()> {
    diesel::insert_into(passkey_challenges::table)
        .values(record)
        .execute(conn)?;
    Ok(())
}

/// The question with this challenge, while it may be answered. It is gone then: of two answers at once one finds it.
pub fn take_passkey_challenge(
    conn: &mut Conn,
    challenge_hash: &[u8],
    now: At,
) -> QueryResult<Option<PasskeyChallengeRecord>> {
    let asked: Option<PasskeyChallengeRecord> = passkey_challenges::table
        .filter(passkey_challenges::challenge_hash.eq(challenge_hash))
        .filter(passkey_challenges::expires_at.gt(now))
        .select(PasskeyChallengeRecord::as_select())
        .first(conn)
        .optional()?;
    let Some(asked) = asked else { return Ok(None) };
    let query = passkey_challenges::table.filter(passkey_challenges::id.eq(asked.id));
    let taken = diesel::delete(query).execute(conn)?;
    Ok((taken > 0).then_some(asked))
}

/// Drops questions that nobody answered in time.
pub fn expire_passkey_challenges(conn: &mut Conn, now: At) -> QueryResult<usize> {
    let query = passkey_challenges::table.filter(passkey_challenges::expires_at.le(now));
    diesel::delete(query).execute(conn)
}
