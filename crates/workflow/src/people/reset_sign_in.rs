//! Another password and another authenticator app, for somebody who lost one of them.
//!
//! The link goes to the person's own address and is shown to no administrator: with it one could read what an administrator
//! may not, also in other authorities. Until it is used nothing changes, so nobody can be locked out by it.

use policy::{Operation, Permit, ResetSignIn, SetUp};
use shared::id::MembershipId;
use shared::person::Invitation;
use shared::text::Email;
use storage::Tx;
use storage::records::{InvitationRecord, MembershipRecord};

use super::invite_member::{Invited, insert, invitation, link};
use super::sealed::{open_invitation, open_user};
use crate::outbox::{Mail, post};
use crate::{Attempt, Refusal, Sources, Stop, once};

/// How long the link works: shorter than an invitation, since an account stands behind it.
const VALID_DAYS: i64 = 2;

/// Sends a member a link for another password and app. Links that were sent before it end.
pub fn reset_sign_in(
    tx: &mut Tx<'_>,
    permit: &Permit<ResetSignIn>,
    sources: &Sources,
    attempt: &Attempt,
    membership: MembershipId,
) -> Result<Invitation, Stop> {
    let first = |tx: &mut Tx<'_>| {
        let membership = tx.membership(permit.scope(), membership)?;
        let record = reset_of(tx, permit, sources, membership)?;
        let mail = Mail::Invitation {
            invitation: record.id.0,
        };
        post(tx, sources, record.authority_id.0, &mail)?;
        Ok((invitation(sources, &record, None)?, record.id.to_string()))
    };
    once(tx, permit, sources, attempt, first, |tx, id| {
        let id = id.parse().map_err(|_| Refusal::NotFound)?;
        let record = tx.invitation(permit.scope(), id)?;
        let record = record.ok_or(Refusal::Code(shared::problem::Code::Gone))?;
        invitation(sources, &record, None)
    })
}

/// The same link for whoever operates the server, to hand over: an authority's only administrator may have lost the app.
/// Nothing when no member has this address.
pub fn reset_link(
    tx: &mut Tx<'_>,
    permit: &Permit<SetUp>,
    sources: &Sources,
    base_url: &str,
    email: &Email,
) -> Result<Option<String>, Stop> {
    let index = identity::sealing::email_index(sources.keys().index(), email.reveal());
    let Some(user) = tx.user_by_email(&index)? else {
        return Ok(None);
    };
    let membership = tx.membership_of(permit.scope(), user.id.0)?;
    if membership
        .as_ref()
        .is_none_or(|membership| membership.ended_at.is_some())
    {
        return Ok(None);
    }
    let record = reset_of(tx, permit, sources, membership)?;
    let (_, code) = open_invitation(sources, &record)?;
    Ok(code.map(|code| link(sources, base_url, &record, &code)))
}

fn reset_of<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    sources: &Sources,
    membership: Option<MembershipRecord>,
) -> Result<InvitationRecord, Stop> {
    let membership = membership
        .filter(|membership| membership.ended_at.is_none())
        .ok_or(Refusal::NotFound)?;
    let user = tx.user(membership.user_id.0)?.ok_or(Refusal::NotFound)?;
    tx.touches("membership", membership.id.0);
    let invited = Invited {
        who: open_user(sources, &user)?,
        roles: membership.roles.0,
        account: Some(user.id.0),
        organisation: None,
        locale: user.locale.0,
        valid_days: VALID_DAYS,
    };
    insert(tx, permit, sources, &invited)
}
