//! A device that was lost. Whoever signed in elsewhere with the same account sees where else, and may ask that a device
//! forgets everything: it is told when it next comes with its cookie (trust.md §2).

use policy::{ListProviderLogins, Permit, WipeProviderLogin};
use shared::id::LoginId;
use shared::sign_in::ProviderLogin;
use shared::time::{Day, Moment};
use storage::records::LoginRecord;
use storage::{At, Tx};

use super::revoke::revoke_login;
use crate::{Refusal, Sources, Stop};

/// Where this person is signed in as a provider. `own` is the login that asks.
pub fn list_provider_logins(
    tx: &mut Tx<'_>,
    permit: &Permit<ListProviderLogins>,
    sources: &Sources,
    own: LoginId,
) -> Result<Vec<ProviderLogin>, Stop> {
    let user = permit.user().ok_or(Refusal::NotFound)?;
    let logins = tx.provider_logins(user, At(sources.now()))?;
    Ok(logins.iter().map(|login| view(login, own)).collect())
}

/// Of a device nothing is known but when it signed in and was last used.
fn view(login: &LoginRecord, own: LoginId) -> ProviderLogin {
    let day = |moment: Moment| Day::new(moment.utc().date_naive());
    ProviderLogin {
        id: login.id.0,
        signed_in_on: day(login.created_at.0),
        last_used_on: day(login.last_used_at.0),
        is_own: login.id.0 == own,
        wipe_asked_on: login.wipe_asked_at.map(|at| day(at.0)),
        wiped_on: login.wiped_at.map(|at| day(at.0)),
    }
}

/// Ends a login, and asks that its device forgets everything.
pub fn wipe_provider_login(
    tx: &mut Tx<'_>,
    permit: &Permit<WipeProviderLogin>,
    sources: &Sources,
    login: LoginId,
) -> Result<(), Stop> {
    let user = permit.user().ok_or(Refusal::NotFound)?;
    if !tx.ask_wipe(user, login, At(sources.now()))? {
        return Err(Refusal::NotFound.into());
    }
    revoke_login(tx, sources, login)
}
