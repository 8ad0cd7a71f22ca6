//! Ending logins: the refresh token stops at once, access tokens as soon as every instance polled (trust.md §3).

use identity::refresh::{Decision, RefreshToken, decide};
use policy::{Operation, Permit};
use shared::codes::LoginRights;
use shared::id::{LoginId, UserId};
use shared::time::Moment;
use storage::records::RevocationRecord;
use storage::{At, Key, Tx};

use super::login::{family, lifetimes};
use crate::{Sources, Stop};

/// What was revoked, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Revocation {
    /// One login.
    Login(LoginId, Moment),
    /// Every login of a person that began before.
    User(UserId, Moment),
}

/// Revocations from a moment on. Poll from some seconds before the last poll: a transaction that began earlier may
/// have ended later.
pub fn revoked_since(tx: &mut Tx<'_>, since: Moment) -> Result<Vec<Revocation>, Stop> {
    let records = tx.revocations_since(At(since))?;
    let revocation = |record: RevocationRecord| match (record.login_id, record.user_id) {
        (Some(login), _) => Some(Revocation::Login(login.0, record.at.0)),
        (None, Some(user)) => Some(Revocation::User(user.0, record.at.0)),
        (None, None) => None,
    };
    Ok(records.into_iter().filter_map(revocation).collect())
}

/// Ends the login of a refresh token, if the token is good for anything; signing out twice is no error.
pub fn sign_out<A: Operation>(
    tx: &mut Tx<'_>,
    _permit: &Permit<A>,
    sources: &Sources,
    rights: LoginRights,
    presented: &RefreshToken,
) -> Result<(), Stop> {
    let id = LoginId::new(presented.login());
    let row = tx.login(id)?.filter(|row| row.rights.0 == rights);
    let Some(known) = row.as_ref().and_then(family) else {
        return Ok(());
    };
    let now = sources.now().utc();
    match decide(
        &known,
        lifetimes(rights),
        &*sources.randomness,
        now,
        presented,
    ) {
        Decision::Refuse(_) => Ok(()),
        _ => revoke_login(tx, sources, id),
    }
}

/// Ends one login.
pub(super) fn revoke_login(tx: &mut Tx<'_>, sources: &Sources, login: LoginId) -> Result<(), Stop> {
    let at = At(sources.now());
    if tx.revoke_login(login, at)? {
        tx.insert_revocation(&RevocationRecord {
            id: Key(sources.ids.key()),
            login_id: Some(Key(login)),
            user_id: None,
            at,
        })?;
    }
    Ok(())
}

/// Ends the logins that a person has now, one by one: the next one, in the same second, is another.
pub(crate) fn revoke_logins_so_far(
    tx: &mut Tx<'_>,
    sources: &Sources,
    user: UserId,
) -> Result<(), Stop> {
    for login in tx.logins_of(user)? {
        revoke_login(tx, sources, login)?;
    }
    Ok(())
}

/// Ends every login of a person: after a change of roles or password, or when a membership ends.
pub(crate) fn revoke_everywhere(
    tx: &mut Tx<'_>,
    sources: &Sources,
    user: UserId,
) -> Result<(), Stop> {
    let at = At(sources.now());
    tx.revoke_logins_of(user, at)?;
    let record = RevocationRecord {
        id: Key(sources.ids.key()),
        login_id: None,
        user_id: Some(Key(user)),
        at,
    };
    Ok(tx.insert_revocation(&record)?)
}
