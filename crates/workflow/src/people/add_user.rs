//! A new account.

use identity::sealing::email_index;
use identity::totp::{Step, TotpSecret};
use shared::codes::Language;
use shared::id::UserId;
use storage::records::UserRecord;
use storage::{At, Key, Stored, Tx};

use super::sealed::{Row, Who, seal};
use crate::{Sources, Stop, doors};

/// Somebody who is to have an account.
#[derive(Debug, Clone)]
pub struct NewUser {
    /// The person.
    pub id: UserId,
    /// Name and address.
    pub who: (String, String),
    /// Language of mails.
    pub locale: Language,
    /// The password, hashed.
    pub password_hash: String,
    /// The secret in the authenticator app.
    pub totp: TotpSecret,
}

/// Adds an account whose password and secret were set elsewhere, such as one of the demo.
pub fn add_user(tx: &mut Tx<'_>, sources: &Sources, new: &NewUser) -> Result<(), Stop> {
    store_user(tx, sources, new, None)
}

/// Gives a known account another password, which ends its logins; false when nobody has this address.
pub fn set_password(
    tx: &mut Tx<'_>,
    sources: &Sources,
    email: &str,
    password_hash: &str,
) -> Result<bool, Stop> {
    let index = email_index(sources.keys().index(), email);
    let Some(user) = tx.user_by_email(&index)? else {
        return Ok(false);
    };
    tx.update_password_hash(user.id.0, password_hash)?;
    doors::revoke_everywhere(tx, sources, user.id.0)?;
    Ok(true)
}

/// Adds an account that signs in by mail or passkey alone. The password that it has not is nobody's, so nobody
/// gets in with one.
pub(super) fn user_without_password(
    tx: &mut Tx<'_>,
    sources: &Sources,
    who: Who,
    locale: Language,
) -> Result<UserId, Stop> {
    let id = UserId::new(sources.ids.key());
    let record = record(sources, id, (who.name, who.email), locale)?;
    tx.insert_user(&record)?;
    Ok(id)
}

/// Stores an account; `used` is the step of the one-time code that proved the app.
pub(super) fn store_user(
    tx: &mut Tx<'_>,
    sources: &Sources,
    new: &NewUser,
    used: Option<Step>,
) -> Result<(), Stop> {
    let keys = sources.keys();
    let (randomness, now) = (&*sources.randomness, sources.now().utc());
    let totp = new.totp.seal(keys.keks(), randomness, now, new.id.uuid())?;
    let record = UserRecord {
        password_hash: Some(new.password_hash.clone()),
        totp_sealed: Some(totp),
        totp_step: used.map(|step| step.0),
        ..record(sources, new.id, new.who.clone(), new.locale)?
    };
    Ok(tx.insert_user(&record)?)
}

/// The row of an account that nobody can sign in to with a password.
fn record(
    sources: &Sources,
    id: UserId,
    (name, email): (String, String),
    locale: Language,
) -> Result<UserRecord, Stop> {
    let index = email_index(sources.keys().index(), &email);
    let sealed = seal(sources, Row::of_user(id.uuid()), &Who { name, email }, None)?;
    Ok(UserRecord {
        id: Key(id),
        email_index: index.to_vec(),
        data_key: sealed.data_key,
        name_sealed: sealed.name,
        email_sealed: sealed.email,
        locale: Stored(locale),
        password_hash: None,
        totp_sealed: None,
        totp_step: None,
        attempts_in_window: 0,
        window_began_at: None,
        attempted_at: None,
        attempt_delays: 0,
        wait_until: None,
        created_at: At(sources.now()),
        last_signed_in_on: None,
        disabled_at: None,
    })
}
