//! People, their logins, memberships and invitations. Users, logins and revocations are global: a person may work for
//! several authorities. Whatever says *where* somebody works goes through a `Scope`.

use diesel::prelude::*;
use policy::Scope;
use shared::codes::LoginRights;
use shared::id::{InvitationId, LoginId, MembershipId, UserId};

use super::{Backend, Conn, is_readable, is_writable};
use crate::records::{
    InvitationRecord, LoginRecord, MembershipRecord, RevocationRecord, UserRecord,
};
use crate::schema::{invitations, logins, memberships, revocations, users};
use crate::{At, Key, On, Stored};

// Users.

/// The person with this address.
pub fn user_by_email(conn: &mut Conn, email_index: &[u8]) -> QueryResult<Option<UserRecord>> {
    let query = users::table.filter(users::email_index.eq(email_index));
    query.select(UserRecord::as_select()).first(conn).optional()
}

/// One person.
pub fn user(conn: &mut Conn, id: UserId) -> QueryResult<Option<UserRecord>> {
    let query = users::table.filter(users::id.eq(Key(id)));
    query.select(UserRecord::as_select()).first(conn).optional()
}

/// True when any person was ever added.
pub fn is_anybody_known(conn: &mut Conn) -> QueryResult<bool> {
    let anybody = users::table.select(users::id);
    diesel::select(diesel::dsl::exists(anybody)).get_result(conn)
}

/// Adds a person.
pub fn insert_user(conn: &mut Conn, record: &UserRecord) -> QueryResult<()> {
    diesel::insert_into(users::table)
        .values(record)
        .execute(conn)?;
    Ok(())
}

/// Writes down an attempt to sign in, unless another one was counted since `read`; false then.
pub fn count_attempt(
    conn: &mut Conn,
    read: &UserRecord,
    counted: &UserRecord,
) -> QueryResult<bool> {
    let query = users::table
        .filter(users::id.eq(read.id))
        .filter(users::attempts_in_window.eq(read.attempts_in_window))
        .filter(users::attempt_delays.eq(read.attempt_delays));
    let written = diesel::update(query).set((
        users::attempts_in_window.eq(counted.attempts_in_window),
        users::window_began_at.eq(counted.window_began_at),
        users::attempted_at.eq(counted.attempted_at),
        users::attempt_delays.eq(counted.attempt_delays),
        users::wait_until.eq(counted.wait_until),
    ));
    let written = written.into_boxed::<Backend>();
    let written = match read.attempted_at {
        Some(at) => written.filter(users::attempted_at.eq(at)),
        None => written.filter(users::attempted_at.is_null()),
    };
    Ok(written.execute(conn)? > 0)
}

/// Forgets failed attempts after a success, and notes the day.
pub fn note_sign_in(conn: &mut Conn, id: UserId, on: On) -> QueryResult<()> {
    let written = diesel::update(users::table.filter(users::id.eq(Key(id)))).set((
        users::attempts_in_window.eq(0),
        users::window_began_at.eq(None::<At>),
        users::attempted_at.eq(None::<At>),
        users::attempt_delays.eq(0),
        users::wait_until.eq(None::<At>),
        users::last_signed_in_on.eq(on),
    ));
    written.execute(conn)?;
    Ok(())
}

/// Uses up a step of the authenticator app; false when this step or a later one was used before.
pub fn use_totp_step(conn: &mut Conn, id: UserId, step: i64) -> QueryResult<bool> {
    let query = users::table
        .filter(users::id.eq(Key(id)))
        .filter(users::totp_step.is_null().or(users::totp_step.lt(step)));
    Ok(diesel::update(query)
        .set(users::totp_step.eq(step))
        .execute(conn)?
        > 0)
}

/// Replaces the hash of a password, when the cost of hashing was raised.
pub fn update_password_hash(conn: &mut Conn, id: UserId, hash: &str) -> QueryResult<()> {
    let query = users::table.filter(users::id.eq(Key(id)));
    diesel::update(query)
        .set(users::password_hash.eq(hash))
        .execute(conn)?;
    Ok(())
}

/// Gives an account another password and another authenticator app, of which `step` is used; what was held against wrong
/// attempts is forgotten.
pub fn reset_sign_in(
    conn: &mut Conn,
    id: UserId,
    hash: &str,
    totp: &[u8],
    step: i64,
) -> QueryResult<()> {
    let query = users::table.filter(users::id.eq(Key(id)));
    diesel::update(query)
        .set((
            users::password_hash.eq(hash),
            users::totp_sealed.eq(totp),
            users::totp_step.eq(step),
            users::attempts_in_window.eq(0),
            users::attempt_delays.eq(0),
            users::wait_until.eq(None::<At>),
        ))
        .execute(conn)?;
    Ok(())
}

// Logins.

/// Adds a login.
pub fn insert_login(conn: &mut Conn, record: &LoginRecord) -> QueryResult<()> {
    diesel::insert_into(logins::table)
        .values(record)
        .execute(conn)?;
    Ok(())
}

/// One login.
pub fn login(conn: &mut Conn, id: LoginId) -> QueryResult<Option<LoginRecord>> {
    let query = logins::table.filter(logins::id.eq(Key(id)));
    query
        .select(LoginRecord::as_select())
        .first(conn)
        .optional()
}

/// Writes a rotated login, where the current token still is the one that was read; false when somebody was faster.
pub fn rotate_login(
    conn: &mut Conn,
    record: &LoginRecord,
    current_read: &[u8],
) -> QueryResult<bool> {
    let query = logins::table
        .filter(logins::id.eq(record.id))
        .filter(logins::current_hash.eq(current_read))
        .filter(logins::revoked_at.is_null());
    Ok(diesel::update(query).set(record).execute(conn)? > 0)
}

/// Ends a login; true when it was not over yet.
pub fn revoke_login(conn: &mut Conn, id: LoginId, at: At) -> QueryResult<bool> {
    let query = logins::table
        .filter(logins::id.eq(Key(id)))
        .filter(logins::revoked_at.is_null());
    Ok(diesel::update(query)
        .set(logins::revoked_at.eq(at))
        .execute(conn)?
        > 0)
}

/// Logins of a person that were not ended.
pub fn logins_of(conn: &mut Conn, user: UserId) -> QueryResult<Vec<LoginId>> {
    let query = logins::table
        .filter(logins::user_id.eq(Key(user)))
        .filter(logins::revoked_at.is_null())
        .select(logins::id);
    let ids: Vec<Key<LoginId>> = query.load(conn)?;
    Ok(ids.into_iter().map(|id| id.0).collect())
}

/// A provider's logins of a person that are alive, and those whose device is to forget everything, the newest first.
pub fn provider_logins(conn: &mut Conn, user: UserId, now: At) -> QueryResult<Vec<LoginRecord>> {
    let is_shown = logins::revoked_at
        .is_null()
        .or(logins::wipe_asked_at.is_not_null());
    logins::table
        .filter(logins::user_id.eq(Key(user)))
        .filter(logins::rights.eq(Stored(LoginRights::Provider)))
        .filter(logins::expires_at.gt(now))
        .filter(is_shown)
        .order(logins::id.desc())
        .select(LoginRecord::as_select())
        .load(conn)
}

/// Asks that the device of a provider's login forgets everything; false when this person has no such login.
pub fn ask_wipe(conn: &mut Conn, user: UserId, id: LoginId, at: At) -> QueryResult<bool> {
    let query = logins::table
        .filter(logins::id.eq(Key(id)))
        .filter(logins::user_id.eq(Key(user)))
        .filter(logins::rights.eq(Stored(LoginRights::Provider)))
        .filter(logins::expires_at.gt(at));
    Ok(diesel::update(query)
        .set(logins::wipe_asked_at.eq(at))
        .execute(conn)?
        > 0)
}

/// Notes that a device was told to forget everything.
pub fn note_wiped(conn: &mut Conn, id: LoginId, at: At) -> QueryResult<()> {
    diesel::update(logins::table.filter(logins::id.eq(Key(id))))
        .set(logins::wiped_at.eq(at))
        .execute(conn)?;
    Ok(())
}

/// Ends every login of a person.
pub fn revoke_logins_of(conn: &mut Conn, user: UserId, at: At) -> QueryResult<usize> {
    let query = logins::table
        .filter(logins::user_id.eq(Key(user)))
        .filter(logins::revoked_at.is_null());
    diesel::update(query)
        .set(logins::revoked_at.eq(at))
        .execute(conn)
}

/// Drops logins that ended before a moment.
pub fn expire_logins(conn: &mut Conn, before: At) -> QueryResult<usize> {
    diesel::delete(logins::table.filter(logins::expires_at.lt(before))).execute(conn)
}

/// Tells every instance that access tokens of a login or a person are over.
pub fn insert_revocation(conn: &mut Conn, record: &RevocationRecord) -> QueryResult<()> {
    diesel::insert_into(revocations::table)
        .values(record)
        .execute(conn)?;
    Ok(())
}

/// Revocations from a moment on.
pub fn revocations_since(conn: &mut Conn, since: At) -> QueryResult<Vec<RevocationRecord>> {
    let query = revocations::table.filter(revocations::at.ge(since));
    query.select(RevocationRecord::as_select()).load(conn)
}

/// Drops revocations that no token can still fall under.
pub fn expire_revocations(conn: &mut Conn, before: At) -> QueryResult<usize> {
    diesel::delete(revocations::table.filter(revocations::at.lt(before))).execute(conn)
}

// Memberships.

/// Where the scope's own person works: the one query that asks by person and not by authority, for signing in.
pub fn own_memberships(conn: &mut Conn, scope: &Scope) -> QueryResult<Vec<MembershipRecord>> {
    let own: Vec<Key<UserId>> = scope.user().into_iter().map(Key).collect();
    memberships::table
        .filter(memberships::user_id.eq_any(own))
        .filter(memberships::ended_at.is_null())
        .order((memberships::authority_id, memberships::id))
        .select(MembershipRecord::as_select())
        .load(conn)
}

/// Members, also former ones, oldest first; without those who only sign in by mail, who are providers and concern nobody.
pub fn members(
    conn: &mut Conn,
    scope: &Scope,
    after: Option<MembershipId>,
    most: i64,
) -> QueryResult<Vec<(MembershipRecord, UserRecord)>> {
    let mut query = memberships::table
        .inner_join(users::table.on(users::id.eq(memberships::user_id)))
        .filter(is_readable(memberships::authority_id, scope))
        .filter(users::password_hash.is_not_null())
        .order(memberships::id)
        .limit(most)
        .select((MembershipRecord::as_select(), UserRecord::as_select()))
        .into_boxed::<Backend>();
    if let Some(after) = after {
        query = query.filter(memberships::id.gt(Key(after)));
    }
    query.load(conn)
}

/// The people behind memberships, also behind ended ones: histories go on naming them.
pub fn users_behind(
    conn: &mut Conn,
    scope: &Scope,
    ids: &[MembershipId],
) -> QueryResult<Vec<(Key<MembershipId>, UserRecord)>> {
    let ids: Vec<Key<MembershipId>> = ids.iter().copied().map(Key).collect();
    memberships::table
        .inner_join(users::table.on(users::id.eq(memberships::user_id)))
        .filter(is_readable(memberships::authority_id, scope))
        .filter(memberships::id.eq_any(ids))
        .select((memberships::id, UserRecord::as_select()))
        .load(conn)
}

/// One membership.
pub fn membership(
    conn: &mut Conn,
    scope: &Scope,
    id: MembershipId,
) -> QueryResult<Option<MembershipRecord>> {
    memberships::table
        .filter(is_readable(memberships::authority_id, scope))
        .filter(memberships::id.eq(Key(id)))
        .select(MembershipRecord::as_select())
        .first(conn)
        .optional()
}

/// The membership of a person in the scope's authority, also when it ended.
pub fn membership_of(
    conn: &mut Conn,
    scope: &Scope,
    user: UserId,
) -> QueryResult<Option<MembershipRecord>> {
    memberships::table
        .filter(is_readable(memberships::authority_id, scope))
        .filter(memberships::user_id.eq(Key(user)))
        .select(MembershipRecord::as_select())
        .first(conn)
        .optional()
}

/// Adds a membership.
pub fn insert_membership(
    conn: &mut Conn,
    _scope: &Scope,
    record: &MembershipRecord,
) -> QueryResult<()> {
    diesel::insert_into(memberships::table)
        .values(record)
        .execute(conn)?;
    Ok(())
}

/// Writes a membership back with its next version; false when somebody was faster.
pub fn update_membership(
    conn: &mut Conn,
    scope: &Scope,
    record: &MembershipRecord,
) -> QueryResult<bool> {
    let query = memberships::table
        .filter(is_writable(memberships::authority_id, scope))
        .filter(memberships::id.eq(record.id))
        .filter(memberships::version.eq(record.version - 1));
    Ok(diesel::update(query).set(record).execute(conn)? > 0)
}

/// How many administrators there are. Writes their rows unchanged, so that two of them cannot leave at the same time:
/// the second one waits here until the first is gone.
pub fn lock_administrators(conn: &mut Conn, scope: &Scope) -> QueryResult<usize> {
    let query = memberships::table
        .filter(is_writable(memberships::authority_id, scope))
        .filter(memberships::ended_at.is_null())
        .filter(memberships::roles.like("%administrator%"));
    diesel::update(query)
        .set(memberships::version.eq(memberships::version))
        .execute(conn)
}

// Invitations.

/// Adds an invitation.
pub fn insert_invitation(
    conn: &mut Conn,
    _scope: &Scope,
    record: &InvitationRecord,
) -> QueryResult<()> {
    diesel::insert_into(invitations::table)
        .values(record)
        .execute(conn)?;
    Ok(())
}

/// One invitation.
pub fn invitation(
    conn: &mut Conn,
    scope: &Scope,
    id: InvitationId,
) -> QueryResult<Option<InvitationRecord>> {
    invitations::table
        .filter(is_readable(invitations::authority_id, scope))
        .filter(invitations::id.eq(Key(id)))
        .select(InvitationRecord::as_select())
        .first(conn)
        .optional()
}

/// The invitation with this code, if it can still be accepted.
pub fn open_invitation(
    conn: &mut Conn,
    scope: &Scope,
    code_hash: &[u8],
    now: At,
) -> QueryResult<Option<InvitationRecord>> {
    invitations::table
        .filter(is_readable(invitations::authority_id, scope))
        .filter(invitations::code_hash.eq(code_hash))
        .filter(invitations::accepted_at.is_null())
        .filter(invitations::revoked_at.is_null())
        .filter(invitations::expires_at.gt(now))
        .select(InvitationRecord::as_select())
        .first(conn)
        .optional()
}

/// One page of invitations that can still be accepted, newest first.
pub fn open_invitations(
    conn: &mut Conn,
    scope: &Scope,
    now: At,
    after: Option<InvitationId>,
    most: i64,
) -> QueryResult<Vec<InvitationRecord>> {
    let mut query = invitations::table
        .filter(is_readable(invitations::authority_id, scope))
        .filter(invitations::accepted_at.is_null())
        .filter(invitations::revoked_at.is_null())
        .filter(invitations::expires_at.gt(now))
        .order(invitations::id.desc())
        .limit(most)
        .select(InvitationRecord::as_select())
        .into_boxed::<Backend>();
    if let Some(after) = after {
        query = query.filter(invitations::id.lt(Key(after)));
    }
    query.load(conn)
}

/// Uses an invitation up; false when it was used or revoked before. The code itself is forgotten.
pub fn accept_invitation(
    conn: &mut Conn,
    scope: &Scope,
    id: InvitationId,
    at: At,
) -> QueryResult<bool> {
    let query = invitations::table
        .filter(is_writable(invitations::authority_id, scope))
        .filter(invitations::id.eq(Key(id)))
        .filter(invitations::accepted_at.is_null())
        .filter(invitations::revoked_at.is_null());
    let written = diesel::update(query).set((
        invitations::accepted_at.eq(at),
        invitations::code_sealed.eq(None::<Vec<u8>>),
    ));
    Ok(written.execute(conn)? > 0)
}

/// Ends an invitation; false when it was used or revoked before.
pub fn revoke_invitation(
    conn: &mut Conn,
    scope: &Scope,
    id: InvitationId,
    at: At,
) -> QueryResult<bool> {
    let query = invitations::table
        .filter(is_writable(invitations::authority_id, scope))
        .filter(invitations::id.eq(Key(id)))
        .filter(invitations::accepted_at.is_null())
        .filter(invitations::revoked_at.is_null());
    let written = diesel::update(query).set((
        invitations::revoked_at.eq(at),
        invitations::code_sealed.eq(None::<Vec<u8>>),
    ));
    Ok(written.execute(conn)? > 0)
}

/// Ends open invitations to an address: a newer one takes their place.
pub fn revoke_invitations_to(
    conn: &mut Conn,
    scope: &Scope,
    email_index: &[u8],
    at: At,
) -> QueryResult<usize> {
    let query = invitations::table
        .filter(is_writable(invitations::authority_id, scope))
        .filter(invitations::email_index.eq(email_index))
        .filter(invitations::accepted_at.is_null())
        .filter(invitations::revoked_at.is_null());
    let written = diesel::update(query).set((
        invitations::revoked_at.eq(at),
        invitations::code_sealed.eq(None::<Vec<u8>>),
    ));
    written.execute(conn)
}
