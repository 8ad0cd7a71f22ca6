//! Somebody who only sends signals accepts an invitation: a press on the phone, no password, no app.

use policy::{JoinAsProvider, Permit};
use shared::codes::{LoginRights, Role};
use shared::problem::Code;
use storage::records::InvitationRecord;
use storage::{At, Tx};

use super::add_user::user_without_password;
use super::providers::become_provider;
use super::read_invitation::by_code;
use super::sealed::open_invitation;
use crate::doors::{SignedIn, open_login};
use crate::{Refusal, Sources, Stop};

/// True for an invitation of somebody who is to be a provider and nothing else.
pub(super) fn is_for_a_provider(invitation: &InvitationRecord) -> bool {
    invitation.roles.0 == [Role::Provider] && invitation.user_id.is_none()
}

/// Uses the invitation up and signs in, with the rights of a provider. An account that is there already stays what it
/// is; so does the membership of who works here.
pub fn join_as_provider(
    tx: &mut Tx<'_>,
    permit: &Permit<JoinAsProvider>,
    sources: &Sources,
    code: &str,
) -> Result<SignedIn, Stop> {
    let unknown = || Stop::from(Refusal::Code(Code::CodeUnknown));
    let invitation = by_code(tx, permit.scope(), sources, code)?;
    if !is_for_a_provider(&invitation) {
        return Err(unknown());
    }
    if !tx.accept_invitation(permit.scope(), invitation.id.0, At(sources.now()))? {
        return Err(unknown());
    }
    let authority = invitation.authority_id.0;
    let user = match tx.user_by_email(&invitation.email_index)? {
        Some(user) if user.disabled_at.is_some() => return Err(unknown()),
        Some(user) => user.id.0,
        None => {
            let (who, _) = open_invitation(sources, &invitation)?;
            user_without_password(tx, sources, who, invitation.locale.0)?
        }
    };
    let organisation = invitation
        .organisation_id
        .map(|organisation| organisation.0);
    become_provider(tx, permit, sources, authority, organisation, user)?;
    tx.note_sign_in(user, sources.today(authority).into())?;
    open_login(tx, sources, user, LoginRights::Provider)
}
