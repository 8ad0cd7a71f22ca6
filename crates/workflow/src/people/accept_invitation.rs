//! Somebody accepts an invitation.
//!
//! Three steps, because a password takes time that no transaction may take: look the invitation up, check or hash the
//! password, then use the invitation up. In between anything may have changed, so the last step looks again.

use identity::password::{Password, PasswordHash, Verdict};
use identity::totp::{Step, TotpSecret};
use policy::{AcceptInvitation, Permit};
use shared::codes::{Language, LoginRights};
use shared::id::{MembershipId, UserId};
use shared::problem::Code;
use storage::records::{InvitationRecord, MembershipRecord};
use storage::{At, Key, Tx};

use super::add_user::{NewUser, store_user};
use super::read_invitation::{by_code, totp_of};
use super::sealed::{Who, open_invitation};
use crate::doors::{SignedIn, open_login, revoke_logins_so_far, use_totp};
use crate::{Refusal, Sources, Stop};

/// An invitation that somebody is about to accept.
#[derive(Debug, Clone)]
pub struct Pending {
    record: InvitationRecord,
    who: Who,
    user: Option<UserId>,
    /// False for somebody who only ever signed in by mail.
    has_password: bool,
    authority_name: String,
}

impl Pending {
    /// Address of the account that must sign in, when there is one already.
    pub fn account(&self) -> Option<&str> {
        let known = self.has_password && self.record.user_id.is_none();
        known.then_some(self.who.email.as_str())
    }

    /// Checks a new password: not short, not common, not the person's own name.
    pub fn new_password(&self, typed: &str) -> Result<Password, Stop> {
        let about = [
            self.who.name.as_str(),
            self.who.email.as_str(),
            self.authority_name.as_str(),
        ];
        Password::parse(typed, &about)
            .map_err(|_| Refusal::field("/password", Code::WeakPassword).into())
    }
}

/// That this is the invited person.
#[derive(Debug, Clone)]
pub enum Proof {
    /// The password of a new account, hashed.
    New(PasswordHash),
    /// What checking the password of the known account gave.
    Known(Verdict),
}

/// The invitation behind a code.
pub fn pending_invitation(
    tx: &mut Tx<'_>,
    permit: &Permit<AcceptInvitation>,
    sources: &Sources,
    code: &str,
) -> Result<Pending, Stop> {
    let record = by_code(tx, permit.scope(), sources, code)?;
    let (who, _) = open_invitation(sources, &record)?;
    let user = match record.user_id {
        Some(user) => tx.user(user.0)?,
        None => tx.user_by_email(&record.email_index)?,
    };
    let authority = sources.directory.by_id(record.authority_id.0);
    Ok(Pending {
        who,
        has_password: user
            .as_ref()
            .is_some_and(|user| user.password_hash.is_some()),
        user: user.map(|user| user.id.0),
        authority_name: authority.map_or_else(String::new, |authority| authority.name.clone()),
        record,
    })
}

/// Uses the invitation up: a new account with its first membership, or a further membership of a known one. The person
/// is signed in then.
pub fn accept_invitation(
    tx: &mut Tx<'_>,
    permit: &Permit<AcceptInvitation>,
    sources: &Sources,
    pending: &Pending,
    proof: &Proof,
    totp: &str,
    locale: Option<Language>,
) -> Result<SignedIn, Stop> {
    let record = &pending.record;
    let now = At(sources.now());
    if !tx.accept_invitation(permit.scope(), record.id.0, now)? {
        return Err(Code::CodeUnknown.into());
    }
    tx.touches("invitation", record.id.0);
    if let (Some(user), Proof::New(hash)) = (record.user_id, proof) {
        return reset(tx, permit, sources, pending, user.0, hash, totp);
    }
    let user = match (pending.user, proof) {
        (None, Proof::New(hash)) => new_user(tx, sources, pending, hash, totp, locale)?,
        (Some(user), Proof::New(hash)) if !pending.has_password => {
            first_password(tx, sources, record, user, hash, totp)?;
            user
        }
        (Some(user), Proof::Known(Verdict::Right | Verdict::RightButWeak)) => {
            let user = tx.user(user)?.filter(|user| user.disabled_at.is_none());
            let user = user.ok_or(Refusal::Code(Code::SignInFailed))?;
            use_totp(tx, sources, &user, totp)?;
            user.id.0
        }
        _ => return Err(Code::SignInFailed.into()),
    };
    join(tx, permit, sources, pending, user)?;
    tx.note_sign_in(user, sources.today(record.authority_id.0).into())?;
    open_login(tx, sources, user, LoginRights::Staff)
}

/// Another password and another app for a member who lost one of them. Whoever is signed in as this person is out.
fn reset(
    tx: &mut Tx<'_>,
    permit: &Permit<AcceptInvitation>,
    sources: &Sources,
    pending: &Pending,
    user: UserId,
    hash: &PasswordHash,
    totp: &str,
) -> Result<SignedIn, Stop> {
    let record = &pending.record;
    let is_member = tx
        .membership_of(permit.scope(), user)?
        .is_some_and(|membership| membership.ended_at.is_none());
    let is_enabled = tx
        .user(user)?
        .is_some_and(|user| user.disabled_at.is_none());
    if !is_member || !is_enabled {
        return Err(Code::CodeUnknown.into());
    }
    let (secret, step) = proven_app(sources, record, totp)?;
    let (keys, now) = (sources.keys(), sources.now().utc());
    let sealed = secret.seal(keys.keks(), &*sources.randomness, now, user.uuid())?;
    tx.reset_sign_in(user, hash.to_stored(), &sealed, step.0)?;
    revoke_logins_so_far(tx, sources, user)?;
    tx.note_sign_in(user, sources.today(record.authority_id.0).into())?;
    open_login(tx, sources, user, LoginRights::Staff)
}

/// A password and an app for an account that had none: its holder proved by the link that the address is hers.
fn first_password(
    tx: &mut Tx<'_>,
    sources: &Sources,
    record: &InvitationRecord,
    user: UserId,
    hash: &PasswordHash,
    totp: &str,
) -> Result<(), Stop> {
    let known = tx
        .user(user)?
        .filter(|user| user.disabled_at.is_none() && user.password_hash.is_none());
    if known.is_none() {
        return Err(Code::SignInFailed.into());
    }
    let (secret, step) = proven_app(sources, record, totp)?;
    let (keys, now) = (sources.keys(), sources.now().utc());
    let sealed = secret.seal(keys.keks(), &*sources.randomness, now, user.uuid())?;
    Ok(tx.reset_sign_in(user, hash.to_stored(), &sealed, step.0)?)
}

/// The secret for the app, once a code of it was right.
fn proven_app(
    sources: &Sources,
    record: &InvitationRecord,
    typed: &str,
) -> Result<(TotpSecret, Step), Stop> {
    let secret = totp_of(sources, record)?;
    let step = secret
        .verify(typed, sources.now().utc(), None)
        .map_err(|_| Refusal::field("/totp", Code::InvalidValue))?;
    Ok((secret, step))
}

fn new_user(
    tx: &mut Tx<'_>,
    sources: &Sources,
    pending: &Pending,
    hash: &PasswordHash,
    totp: &str,
    locale: Option<Language>,
) -> Result<UserId, Stop> {
    let record = &pending.record;
    let (secret, step) = proven_app(sources, record, totp)?;
    let new = NewUser {
        id: UserId::new(sources.ids.key()),
        who: (pending.who.name.clone(), pending.who.email.clone()),
        locale: locale.unwrap_or(record.locale.0),
        password_hash: hash.to_stored().to_owned(),
        totp: secret,
    };
    store_user(tx, sources, &new, Some(step))?;
    Ok(new.id)
}

/// A person has one membership per authority; who comes back takes the old one up again.
fn join(
    tx: &mut Tx<'_>,
    permit: &Permit<AcceptInvitation>,
    sources: &Sources,
    pending: &Pending,
    user: UserId,
) -> Result<(), Stop> {
    let (scope, invitation) = (permit.scope(), &pending.record);
    let record = match tx.membership_of(scope, user)? {
        Some(earlier) if earlier.ended_at.is_none() && pending.has_password => {
            return Err(Code::AlreadyMember.into());
        }
        Some(earlier) => MembershipRecord {
            roles: invitation.roles.clone(),
            organisation_id: invitation.organisation_id,
            ended_at: None,
            version: earlier.version + 1,
            ..earlier
        },
        None => {
            let record = MembershipRecord {
                authority_id: invitation.authority_id,
                id: Key(MembershipId::new(sources.ids.key())),
                user_id: Key(user),
                organisation_id: invitation.organisation_id,
                roles: invitation.roles.clone(),
                created_at: At(sources.now()),
                ended_at: None,
                version: 1,
            };
            return Ok(tx.insert_membership(scope, &record)?);
        }
    };
    if tx.update_membership(scope, &record)? {
        Ok(())
    } else {
        Err(Code::StillProcessing.into())
    }
}
