//! A login: one signing-in of one person on one device.

use chrono::NaiveTime;
use identity::account_mark::account_mark;
use identity::refresh::{Family, Lifetimes, Preceding, RefreshToken, begin};
use identity::tokens::{ACCESS_TOKEN_SECONDS, AccessToken, Rights};
use shared::codes::LoginRights;
use shared::id::{LoginId, UserId};
use shared::sign_in::LoginTokens;
use shared::time::Moment;
use storage::records::LoginRecord;
use storage::{At, Key, StorageError, Stored, Tx};

use crate::{Sources, Stop};

/// How long a login lasts: a working day for staff, who read what others wrote; longer for a provider, who finds nothing
/// but her own signals.
pub(super) const fn lifetimes(rights: LoginRights) -> Lifetimes {
    match rights {
        LoginRights::Staff => Lifetimes::STAFF,
        LoginRights::Provider => Lifetimes::PROVIDER,
    }
}

/// Somebody who just signed in.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The person.
    pub user: UserId,
    /// The login.
    pub login: LoginId,
    /// What it may be used for.
    pub rights: LoginRights,
    /// For the cookie.
    pub refresh: RefreshToken,
    /// When the login ends if nothing more happens: the life of the cookie.
    pub ends_at: Moment,
}

/// Begins a login.
pub(crate) fn open_login(
    tx: &mut Tx<'_>,
    sources: &Sources,
    user: UserId,
    rights: LoginRights,
) -> Result<SignedIn, Stop> {
    let login = LoginId::new(sources.ids.key());
    let (refresh, family) = begin(&*sources.randomness, sources.now().utc(), login.uuid());
    let record = record(login, user, rights, &family);
    tx.insert_login(&record)?;
    Ok(SignedIn {
        user,
        login,
        rights,
        refresh,
        ends_at: record.expires_at.0,
    })
}

/// The access token of a login, for ten minutes.
pub fn access_token(
    sources: &Sources,
    audience: &str,
    signed_in: &SignedIn,
) -> Result<LoginTokens, Stop> {
    let rights = match signed_in.rights {
        LoginRights::Staff => Rights::Everything,
        LoginRights::Provider => Rights::Provider,
    };
    let token = AccessToken::with_rights(
        sources.keys().access_token(),
        &*sources.randomness,
        sources.now().utc(),
        audience,
        (signed_in.user.uuid(), signed_in.login.uuid()),
        rights,
    )
    .map_err(|error| StorageError::Unexpected(error.to_string()))?;
    let mark = || account_mark(sources.keys().index(), signed_in.user.uuid());
    Ok(LoginTokens {
        access_token: token.reveal().to_owned(),
        expires_in_sec: u32::try_from(ACCESS_TOKEN_SECONDS).unwrap_or_default(),
        account_mark: (rights == Rights::Provider).then(mark),
    })
}

/// The row of a family of refresh tokens.
///
/// Of a provider it keeps the day of the last use alone: a phone that sends a signal renews its login just before, and
/// the two moments side by side would tell whose signal it is (trust.md §7).
pub(super) fn record(
    login: LoginId,
    user: UserId,
    rights: LoginRights,
    family: &Family,
) -> LoginRecord {
    let at = |moment| At(Moment::new(moment));
    let used_at = match rights {
        LoginRights::Staff => family.used_at,
        LoginRights::Provider => family
            .used_at
            .date_naive()
            .and_time(NaiveTime::MIN)
            .and_utc(),
    };
    let family = Family {
        used_at,
        ..family.clone()
    };
    LoginRecord {
        id: Key(login),
        user_id: Key(user),
        created_at: at(family.signed_in_at),
        last_used_at: at(family.used_at),
        expires_at: at(family.ends_at(lifetimes(rights))),
        current_hash: family.current.to_vec(),
        previous_hash: family.preceding.map(|preceding| preceding.hash.to_vec()),
        previous_salt: family.preceding.map(|preceding| preceding.salt.to_vec()),
        replaced_at: family.preceding.map(|preceding| at(preceding.replaced_at)),
        revoked_at: family.revoked_at.map(at),
        rights: Stored(rights),
        wipe_asked_at: None,
        wiped_at: None,
    }
}

/// The family of refresh tokens in a row; `None` when the row is damaged.
pub(super) fn family(record: &LoginRecord) -> Option<Family> {
    let bytes = |bytes: &[u8]| <[u8; 32]>::try_from(bytes).ok();
    let preceding = match (
        &record.previous_hash,
        &record.previous_salt,
        record.replaced_at,
    ) {
        (Some(hash), Some(salt), Some(replaced_at)) => Some(Preceding {
            hash: bytes(hash)?,
            salt: bytes(salt)?,
            replaced_at: replaced_at.utc(),
        }),
        _ => None,
    };
    Some(Family {
        signed_in_at: record.created_at.utc(),
        used_at: record.last_used_at.utc(),
        current: bytes(&record.current_hash)?,
        preceding,
        revoked_at: record.revoked_at.map(|at| at.utc()),
    })
}
