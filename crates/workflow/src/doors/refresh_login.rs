//! Staying signed in: a refresh token is good for one use, and the one before it for thirty seconds more.

use identity::refresh::{Decision, RefreshToken, decide};
use policy::{Operation, Permit};
use shared::codes::LoginRights;
use shared::id::{LoginId, UserId};
use shared::time::Moment;
use storage::{At, StorageError, Tx};

use super::login::{SignedIn, family, lifetimes, record};
use super::revoke::revoke_login;
use crate::{Sources, Stop};

/// How often somebody else may be faster: two tabs and a lost answer make two.
const TRIES: u32 = 5;

/// What a refresh token gave.
#[derive(Debug, Clone)]
pub enum Renewed {
    /// A new token, or the same successor once more.
    Login(SignedIn),
    /// The login is over (401). A value and no error: ending the login must be stored.
    Over,
    /// Its owner said that this device is lost: it has to forget everything (401).
    Lost,
}

/// Renews a login that may be used for `rights`: the cookie of one kind opens nothing of the other.
pub fn refresh_login<A: Operation>(
    tx: &mut Tx<'_>,
    _permit: &Permit<A>,
    sources: &Sources,
    rights: LoginRights,
    presented: &RefreshToken,
) -> Result<Renewed, Stop> {
    let id = LoginId::new(presented.login());
    for _ in 0..TRIES {
        let Some(row) = tx.login(id)?.filter(|row| row.rights.0 == rights) else {
            return Ok(Renewed::Over);
        };
        let Some(known) = family(&row) else {
            return Ok(Renewed::Over);
        };
        let user = row.user_id.0;
        let now = sources.now();
        // Told again as often as it asks: an answer may be lost.
        if row.wipe_asked_at.is_some() && known.knows(presented) {
            tx.note_wiped(id, At(now))?;
            return Ok(Renewed::Lost);
        }
        match decide(
            &known,
            lifetimes(rights),
            &*sources.randomness,
            now.utc(),
            presented,
        ) {
            Decision::Rotate { token, family } => {
                let rotated = record(id, user, rights, &family);
                if is_disabled(tx, user)? {
                    return Ok(Renewed::Over);
                }
                if tx.rotate_login(&rotated, &row.current_hash)? {
                    return Ok(signed_in(user, id, rights, token, rotated.expires_at.0));
                }
            }
            Decision::Repeat { token } => {
                return Ok(signed_in(user, id, rights, token, row.expires_at.0));
            }
            Decision::RevokeFamily => {
                revoke_login(tx, sources, id)?;
                return Ok(Renewed::Over);
            }
            Decision::Refuse(_) => return Ok(Renewed::Over),
        }
    }
    Err(StorageError::Crossed.into())
}

fn signed_in(
    user: UserId,
    login: LoginId,
    rights: LoginRights,
    refresh: RefreshToken,
    ends_at: Moment,
) -> Renewed {
    Renewed::Login(SignedIn {
        user,
        login,
        rights,
        refresh,
        ends_at,
    })
}

fn is_disabled(tx: &mut Tx<'_>, user: UserId) -> Result<bool, Stop> {
    let user = tx.user(user)?;
    Ok(user.is_none_or(|user| user.disabled_at.is_some()))
}
