//! People: who they are, where they work and as what; invitations; the organisations they work for.
//!
//! Names and addresses are sealed in the database; [`sealed`] is the one place that opens them.

mod accept_invitation;
mod add_user;
mod change_roles;
mod end_membership;
mod first_administrator;
mod get_me;
mod invite_member;
mod join_as_provider;
mod list_invitations;
mod list_members;
mod names;
mod organisations;
mod providers;
mod read_invitation;
mod reset_sign_in;
mod revoke_invitation;
mod sealed;

pub use accept_invitation::{Pending, Proof, accept_invitation, pending_invitation};
pub use add_user::{NewUser, add_user, set_password};
pub use change_roles::change_roles;
pub use end_membership::end_membership;
pub use first_administrator::{FirstAdministrator, first_administrator_link};
pub use get_me::{actor, get_me, memberships_of};
pub(crate) use invite_member::invitation_letter;
pub use invite_member::{InvitationLetter, invite_member};
pub use join_as_provider::join_as_provider;
pub use list_invitations::list_invitations;
pub use list_members::list_members;
pub use names::names;
pub use organisations::{create_organisation, list_organisations};
pub(crate) use providers::{
    is_provider_here, open_sign_in_link, provider_of_link, seal_sign_in_link,
};
pub use read_invitation::read_invitation;
pub use reset_sign_in::{reset_link, reset_sign_in};
pub use revoke_invitation::revoke_invitation;
pub(crate) use sealed::{data_key_of, email_of, passkey_place};
