//! Signing in with password and one-time code.

use identity::password::{PasswordHash, Verdict};
use identity::totp::{Step, TotpSecret};
use policy::{Permit, SignIn};
use shared::codes::LoginRights;
use shared::problem::Code;
use shared::time::Day;
use storage::records::UserRecord;
use storage::{On, Tx};

use super::attempts::Account;
use super::login::{SignedIn, open_login};
use crate::{Refusal, Sources, Stop};

/// Opens a login when password and one-time code are right; which of them was wrong is not told. `stronger` replaces
/// the hash of a right password that was hashed with less than today's cost.
pub fn sign_in(
    tx: &mut Tx<'_>,
    _permit: &Permit<SignIn>,
    sources: &Sources,
    account: &Account,
    verdict: Verdict,
    totp: &str,
    stronger: Option<&PasswordHash>,
) -> Result<SignedIn, Stop> {
    if verdict == Verdict::Wrong {
        return Err(Code::SignInFailed.into());
    }
    let user = tx.user(account.user)?;
    let user = user
        .filter(|user| user.disabled_at.is_none())
        .ok_or(Refusal::Code(Code::SignInFailed))?;
    use_totp(tx, sources, &user, totp)?;
    if let Some(hash) = stronger {
        tx.update_password_hash(user.id.0, hash.to_stored())?;
    }
    // A person may work in several time zones; for this column UTC is as good as any.
    let today = Day::new(sources.now().utc().date_naive());
    tx.note_sign_in(user.id.0, On(today))?;
    open_login(tx, sources, user.id.0, LoginRights::Staff)
}

/// Uses up a one-time code: each step once, also when two requests bring it at the same time.
pub(crate) fn use_totp(
    tx: &mut Tx<'_>,
    sources: &Sources,
    user: &UserRecord,
    typed: &str,
) -> Result<(), Stop> {
    let failed = || Refusal::Code(Code::SignInFailed);
    let sealed = user.totp_sealed.as_ref().ok_or_else(failed)?;
    let secret = TotpSecret::open(sources.keys().keks(), user.id.uuid(), sealed)?;
    let step = secret
        .verify(typed, sources.now().utc(), user.totp_step.map(Step))
        .map_err(|_| failed())?;
    if tx.use_totp_step(user.id.0, step.0)? {
        Ok(())
    } else {
        Err(failed().into())
    }
}
