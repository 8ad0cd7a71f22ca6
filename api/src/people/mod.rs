//! People over HTTP, one operation a file.

mod accept_invitation;
mod change_roles;
mod end_membership;
mod get_me;
mod invite_member;
mod list_invitations;
mod list_members;
mod read_invitation;
mod reset_sign_in;
mod revoke_invitation;

use crate::operations::Register;

pub(crate) fn operations(config: &mut impl Register) {
    config
        .service(accept_invitation::accept_invitation)
        .service(change_roles::change_roles)
        .service(end_membership::end_membership)
        .service(get_me::get_me)
        .service(invite_member::invite_member)
        .service(list_invitations::list_invitations)
        .service(list_members::list_members)
        .service(read_invitation::read_invitation)
        .service(reset_sign_in::reset_sign_in)
        .service(revoke_invitation::revoke_invitation);
}
