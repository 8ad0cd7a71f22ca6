//! An administrator invites somebody.

use chrono::Duration;
use identity::entry_tokens::OneTimeCode;
use identity::sealing::email_index;
use identity::totp::TotpSecret;
use policy::{InviteMember, Operation, Permit, Scope};
use shared::codes::{Language, Role};
use shared::id::{InvitationId, OrganisationId, UserId};
use shared::person::{Invitation, NewInvitation};
use shared::problem::Code;
use shared::time::Day;
use storage::records::InvitationRecord;
use storage::{At, Key, Many, Stored, Tx};

use super::join_as_provider::is_for_a_provider;
use super::sealed::{Row, Who, open_invitation, seal};
use crate::outbox::{Mail, post};
use crate::{Attempt, Refusal, Sources, Stop, once};

/// How long an invitation can be accepted.
pub(super) const VALID_DAYS: i64 = 14;

/// Invites somebody, with a mail that holds nothing but the link. Earlier invitations to the same address end.
pub fn invite_member(
    tx: &mut Tx<'_>,
    permit: &Permit<InviteMember>,
    sources: &Sources,
    attempt: &Attempt,
    base_url: &str,
    new: &NewInvitation,
) -> Result<Invitation, Stop> {
    let first = |tx: &mut Tx<'_>| {
        if let Some(organisation) = new.organisation
            && tx.organisation(permit.scope(), organisation)?.is_none()
        {
            return Err(Refusal::field("/organisation", Code::UnknownValue).into());
        }
        refuse_members(tx, permit, sources, new.email.reveal())?;
        let invited = Invited {
            who: Who {
                name: new.name.reveal().to_owned(),
                email: new.email.reveal().to_owned(),
            },
            roles: new.roles.clone(),
            account: None,
            organisation: new.organisation,
            locale: new.locale,
            valid_days: VALID_DAYS,
        };
        let record = insert(tx, permit, sources, &invited)?;
        let authority = record.authority_id.0;
        post(
            tx,
            sources,
            authority,
            &Mail::Invitation {
                invitation: record.id.0,
            },
        )?;
        let id = record.id.to_string();
        Ok((invitation(sources, &record, Some(base_url))?, id))
    };
    once(tx, permit, sources, attempt, first, |tx, id| {
        let id = id.parse().map_err(|_| Refusal::NotFound)?;
        let record = tx.invitation(permit.scope(), id)?;
        let record = record.ok_or(Refusal::Code(Code::Gone))?;
        invitation(sources, &record, Some(base_url))
    })
}

/// Whom to invite as what.
pub(super) struct Invited {
    pub(super) who: Who,
    pub(super) roles: Vec<Role>,
    /// The account that it gives another password and app, instead of inviting to anything.
    pub(super) account: Option<UserId>,
    pub(super) organisation: Option<OrganisationId>,
    pub(super) locale: Language,
    /// For how many days it can be accepted.
    pub(super) valid_days: i64,
}

/// Stores an invitation: of its code the hash to find it by, and the code itself sealed, from which the mail's link is
/// made and which is forgotten once the invitation is over.
pub(super) fn insert<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    sources: &Sources,
    invited: &Invited,
) -> Result<InvitationRecord, Stop> {
    let authority = permit.scope().writes().ok_or(Refusal::NotFound)?;
    let (id, now) = (InvitationId::new(sources.ids.key()), sources.now());
    let randomness = &*sources.randomness;
    let code = OneTimeCode::draw(randomness);
    let row = Row::of_invitation(authority.uuid(), id.uuid());
    let sealed = seal(sources, row, &invited.who, Some(&code.reveal()))?;
    let totp = TotpSecret::draw(randomness);
    let index = email_index(sources.keys().index(), &invited.who.email);
    tx.revoke_invitations_to(permit.scope(), &index, At(now))?;
    let record = InvitationRecord {
        authority_id: Key(authority),
        id: Key(id),
        code_hash: code.hash().to_vec(),
        email_index: index.to_vec(),
        data_key: sealed.data_key,
        name_sealed: sealed.name,
        email_sealed: sealed.email,
        code_sealed: sealed.also,
        totp_sealed: totp.seal(sources.keys().keks(), randomness, now.utc(), id.uuid())?,
        roles: Many(invited.roles.clone()),
        user_id: invited.account.map(Key),
        organisation_id: invited.organisation.map(Key),
        locale: Stored(invited.locale),
        created_at: At(now),
        expires_at: At(now.plus(Duration::days(invited.valid_days))),
        accepted_at: None,
        revoked_at: None,
    };
    tx.insert_invitation(permit.scope(), &record)?;
    tx.touches("invitation", id);
    Ok(record)
}

fn refuse_members<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    sources: &Sources,
    email: &str,
) -> Result<(), Stop> {
    let index = email_index(sources.keys().index(), email);
    // Who only signs in by mail is a provider, and who that is is nobody's business: not the administrator's either.
    let known = tx.user_by_email(&index)?;
    let Some(user) = known.filter(|user| user.password_hash.is_some()) else {
        return Ok(());
    };
    match tx.membership_of(permit.scope(), user.id.0)? {
        Some(membership) if membership.ended_at.is_none() => Err(Code::AlreadyMember.into()),
        _ => Ok(()),
    }
}

/// An invitation as its administrator sees it; with the link only for who just made it.
pub(super) fn invitation(
    sources: &Sources,
    record: &InvitationRecord,
    base_url: Option<&str>,
) -> Result<Invitation, Stop> {
    let (who, code) = open_invitation(sources, record)?;
    let url = base_url
        .zip(code)
        .map(|(base, code)| link(sources, base, record, &code));
    Ok(Invitation {
        id: record.id.0,
        name: who.name,
        email: who.email,
        roles: record.roles.0.clone(),
        resets: record.user_id.is_some(),
        expires_on: last_day(sources, record),
        url,
    })
}

/// The code stands behind `#`, which browsers send to nobody. Who only sends signals starts on the phone, everybody else
/// at the desk.
pub(super) fn link(
    sources: &Sources,
    base_url: &str,
    record: &InvitationRecord,
    code: &str,
) -> String {
    let slug = sources.slug(record.authority_id.0);
    if is_for_a_provider(record) {
        return format!("{base_url}/{slug}/m/#i={code}");
    }
    format!("{base_url}/desk/#invite={slug}.{code}")
}

fn last_day(sources: &Sources, record: &InvitationRecord) -> Day {
    sources.day_of(record.expires_at.0, record.authority_id.0)
}

/// What the mail of an invitation says.
pub struct InvitationLetter {
    /// The address.
    pub to: String,
    /// Whom it greets.
    pub name: String,
    /// Its language.
    pub language: Language,
    /// The one-time link.
    pub link: String,
    /// The last day on which it works.
    pub until: Day,
    /// True when it gives a known account another password and app.
    pub resets: bool,
    /// True when it is for somebody who only sends signals.
    pub is_for_a_provider: bool,
}

/// The mail of an invitation that can still be accepted.
pub(crate) fn invitation_letter(
    tx: &mut Tx<'_>,
    scope: &Scope,
    sources: &Sources,
    base_url: &str,
    id: InvitationId,
) -> Result<Option<InvitationLetter>, Stop> {
    let now = At(sources.now());
    let is_open = |record: &InvitationRecord| {
        record.accepted_at.is_none() && record.revoked_at.is_none() && record.expires_at > now
    };
    let Some(record) = tx.invitation(scope, id)?.filter(is_open) else {
        return Ok(None);
    };
    let (who, code) = open_invitation(sources, &record)?;
    Ok(code.map(|code| InvitationLetter {
        to: who.email,
        name: who.name,
        language: record.locale.0,
        link: link(sources, base_url, &record, &code),
        until: last_day(sources, &record),
        resets: record.user_id.is_some(),
        is_for_a_provider: is_for_a_provider(&record),
    }))
}
