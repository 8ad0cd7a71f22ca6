//! Signing in, and taking up an invitation.

mod accept_invitation;
mod sign_in;
mod still_there;

pub(in crate::desk) use accept_invitation::AcceptInvitationPage;
pub(in crate::desk) use sign_in::{SignInAgain, SignInPage};
