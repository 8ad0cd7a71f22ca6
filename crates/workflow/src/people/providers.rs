//! Accounts of providers: an address and nothing else, unless an invitation told a name. No password, and no administrator
//! sees them.

use identity::sealing::{DataKey, SealingError};
use identity::sign_in_links::LinkToken;
use policy::{Operation, Permit, Scope};
use shared::codes::Role;
use shared::id::{AuthorityId, MembershipId, OrganisationId, SignInLinkId, UserId};
use shared::problem::Code;
use storage::records::{MembershipRecord, SignInLinkRecord, UserRecord};
use storage::{At, Key, Many, Tx};

use super::add_user::user_without_password;
use super::sealed::{Row, Who, open};
use crate::{Refusal, Sources, Stop};

/// Address and token of a link, fit for the database.
pub(crate) struct SealedLink {
    pub(crate) data_key: Vec<u8>,
    pub(crate) email: Vec<u8>,
    pub(crate) token: Vec<u8>,
}

/// Seals both under a data key of their own.
pub(crate) fn seal_sign_in_link(
    sources: &Sources,
    authority: AuthorityId,
    id: SignInLinkId,
    email: &str,
    token: &LinkToken,
) -> Result<SealedLink, Stop> {
    let randomness = &*sources.randomness;
    let row = Row::of_sign_in_link(authority.uuid(), id.uuid());
    let key = DataKey::draw(randomness);
    let now = sources.now().utc();
    Ok(SealedLink {
        data_key: key.wrap(sources.keys().keks(), randomness, now, row.at("data_key"))?,
        email: key.seal(randomness, row.at("email"), email.as_bytes())?,
        token: key.seal(randomness, row.at("token"), token.reveal().as_bytes())?,
    })
}

/// Address and token of a link.
pub(crate) fn open_sign_in_link(
    sources: &Sources,
    link: &SignInLinkRecord,
) -> Result<(String, String), SealingError> {
    let row = Row::of_sign_in_link(link.authority_id.uuid(), link.id.uuid());
    let key = DataKey::unwrap(sources.keys().keks(), row.at("data_key"), &link.data_key)?;
    Ok((
        open(&key, row.at("email"), &link.email_sealed)?,
        open(&key, row.at("token"), &link.token_sealed)?,
    ))
}

/// True when somebody may sign in by this link: she has an account here, or comes by the authority's entry link.
pub(crate) fn is_provider_here(
    tx: &mut Tx<'_>,
    scope: &Scope,
    link: &SignInLinkRecord,
) -> Result<bool, Stop> {
    match tx.user_by_email(&link.email_index)? {
        Some(user) if user.disabled_at.is_some() => Ok(false),
        Some(user) => Ok(link.joins == 1 || is_member(tx, scope, &user)?),
        None => Ok(link.joins == 1),
    }
}

/// The account behind a link; a new one, or a new membership, where it may make one.
pub(crate) fn provider_of_link<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    sources: &Sources,
    link: &SignInLinkRecord,
) -> Result<UserId, Stop> {
    let unknown = || Stop::from(Refusal::Code(Code::CodeUnknown));
    if !is_provider_here(tx, permit.scope(), link)? {
        return Err(unknown());
    }
    let user = if let Some(user) = tx.user_by_email(&link.email_index)? {
        user.id.0
    } else {
        let (email, _) = open_sign_in_link(sources, link)?;
        // A mail tells an address and no name.
        let name = String::new();
        user_without_password(tx, sources, Who { name, email }, link.locale.0)?
    };
    become_provider(tx, permit, sources, link.authority_id.0, None, user)?;
    Ok(user)
}

/// Makes somebody a provider, unless she is a member already: what a member may do otherwise stays as it is.
pub(super) fn become_provider<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    sources: &Sources,
    authority: AuthorityId,
    organisation: Option<OrganisationId>,
    user: UserId,
) -> Result<(), Stop> {
    let scope = permit.scope();
    let earlier = match tx.membership_of(scope, user)? {
        Some(membership) if membership.ended_at.is_none() => return Ok(()),
        earlier => earlier,
    };
    let fresh = MembershipRecord {
        authority_id: Key(authority),
        id: Key(MembershipId::new(sources.ids.key())),
        user_id: Key(user),
        organisation_id: organisation.map(Key),
        roles: Many(vec![Role::Provider]),
        created_at: At(sources.now()),
        ended_at: None,
        version: 1,
    };
    let Some(earlier) = earlier else {
        return Ok(tx.insert_membership(scope, &fresh)?);
    };
    let taken_up = MembershipRecord {
        roles: fresh.roles,
        organisation_id: fresh.organisation_id,
        ended_at: None,
        version: earlier.version + 1,
        ..earlier
    };
    if tx.update_membership(scope, &taken_up)? {
        Ok(())
    } else {
        Err(Code::StillProcessing.into())
    }
}

fn is_member(tx: &mut Tx<'_>, scope: &Scope, user: &UserRecord) -> Result<bool, Stop> {
    let membership = tx.membership_of(scope, user.id.0)?;
    Ok(membership.is_some_and(|membership| membership.ended_at.is_none()))
}
