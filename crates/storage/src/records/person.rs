//! People, their memberships and logins; contact data of providers. Names and addresses are sealed.

use diesel::prelude::*;
use shared::codes::{Language, LoginRights, MailPace, Role};
use shared::id::{
    AuthorityId, InvitationId, LoginId, MembershipId, OrganisationId, PasskeyId, ProviderRef,
    SignInLinkId, SignalKey, UserId,
};
use uuid::Uuid;

use crate::adapters::{At, Key, Many, On, Stored};
use crate::schema::{
    disclosures, invitations, logins, memberships, passkey_challenges, passkeys, provider_contacts,
    revocations, sign_in_links, users,
};

/// A row of `users`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = users, primary_key(id), treat_none_as_null = true)]
pub struct UserRecord {
    pub id: Key<UserId>,
    pub email_index: Vec<u8>,
    pub data_key: Vec<u8>,
    pub name_sealed: Vec<u8>,
    pub email_sealed: Vec<u8>,
    pub locale: Stored<Language>,
    pub password_hash: Option<String>,
    pub totp_sealed: Option<Vec<u8>>,
    pub totp_step: Option<i64>,
    pub attempts_in_window: i32,
    pub window_began_at: Option<At>,
    pub attempted_at: Option<At>,
    pub attempt_delays: i32,
    pub wait_until: Option<At>,
    pub created_at: At,
    pub last_signed_in_on: Option<On>,
    pub disabled_at: Option<At>,
}

/// A row of `logins`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = logins, primary_key(id), treat_none_as_null = true)]
pub struct LoginRecord {
    pub id: Key<LoginId>,
    pub user_id: Key<UserId>,
    pub created_at: At,
    pub last_used_at: At,
    pub expires_at: At,
    pub current_hash: Vec<u8>,
    pub previous_hash: Option<Vec<u8>>,
    pub previous_salt: Option<Vec<u8>>,
    pub replaced_at: Option<At>,
    pub revoked_at: Option<At>,
    pub rights: Stored<LoginRights>,
    /// When its owner asked that its device forgets everything.
    pub wipe_asked_at: Option<At>,
    /// When the device was told so.
    pub wiped_at: Option<At>,
}

/// A row of `sign_in_links`: address and token are sealed, the rest are hashes.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = sign_in_links)]
pub struct SignInLinkRecord {
    pub id: Key<SignInLinkId>,
    pub authority_id: Key<AuthorityId>,
    pub token_hash: Vec<u8>,
    /// Of the mark in the browser that asked.
    pub browser_hash: Vec<u8>,
    pub email_index: Vec<u8>,
    pub data_key: Vec<u8>,
    pub email_sealed: Vec<u8>,
    /// The token itself, sealed: the mail's link is made from it.
    pub token_sealed: Vec<u8>,
    pub locale: Stored<Language>,
    /// 1 where it was asked with an entry link of the authority, so that somebody new may join as a provider; else 0.
    pub joins: i32,
    pub created_at: At,
    pub expires_at: At,
    /// When its digits were shown in another browser; before that no digits open anything.
    pub shown_at: Option<At>,
    /// How often digits were typed for it.
    pub tries: i32,
    pub used_at: Option<At>,
}

/// A row of `passkeys`, sealed with the person's data key; the credential is found by its hash.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = passkeys)]
pub struct PasskeyRecord {
    pub id: Key<PasskeyId>,
    pub user_id: Key<UserId>,
    pub credential_hash: Vec<u8>,
    /// Credential, public key and counter.
    pub passkey_sealed: Vec<u8>,
    pub name_sealed: Vec<u8>,
    pub created_on: On,
    pub last_used_on: Option<On>,
}

/// A row of `passkey_challenges`: what a device was asked. It is gone once an answer came.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = passkey_challenges)]
pub struct PasskeyChallengeRecord {
    pub id: Key<Uuid>,
    pub challenge_hash: Vec<u8>,
    /// Who adds a passkey; nobody where somebody signs in.
    pub user_id: Option<Key<UserId>>,
    pub state_sealed: Vec<u8>,
    pub expires_at: At,
}

/// A row of `revocations`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = revocations, primary_key(id), treat_none_as_null = true)]
pub struct RevocationRecord {
    pub id: Key<Uuid>,
    pub login_id: Option<Key<LoginId>>,
    pub user_id: Option<Key<UserId>>,
    pub at: At,
}

/// A row of `memberships`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = memberships, primary_key(authority_id, id), treat_none_as_null = true)]
pub struct MembershipRecord {
    pub authority_id: Key<AuthorityId>,
    pub id: Key<MembershipId>,
    pub user_id: Key<UserId>,
    pub organisation_id: Option<Key<OrganisationId>>,
    pub roles: Many<Role>,
    pub created_at: At,
    pub ended_at: Option<At>,
    pub version: i64,
}

/// A row of `invitations`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = invitations, primary_key(authority_id, id), treat_none_as_null = true)]
pub struct InvitationRecord {
    pub authority_id: Key<AuthorityId>,
    pub id: Key<InvitationId>,
    pub code_hash: Vec<u8>,
    pub email_index: Vec<u8>,
    pub data_key: Vec<u8>,
    pub name_sealed: Vec<u8>,
    pub email_sealed: Vec<u8>,
    /// The code itself, sealed, until the invitation is over: the mail's link is made from it.
    pub code_sealed: Option<Vec<u8>>,
    pub totp_sealed: Vec<u8>,
    pub roles: Many<Role>,
    /// The account that gets another password and app by it; nobody joins by such an invitation.
    pub user_id: Option<Key<UserId>>,
    pub organisation_id: Option<Key<OrganisationId>>,
    pub locale: Stored<Language>,
    pub created_at: At,
    pub expires_at: At,
    pub accepted_at: Option<At>,
    pub revoked_at: Option<At>,
}

/// A row of `disclosures`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = disclosures, primary_key(authority_id, id))]
pub struct DisclosureRecord {
    pub authority_id: Key<AuthorityId>,
    pub id: Key<Uuid>,
    pub signal_id: Key<SignalKey>,
    pub data_key: Vec<u8>,
    pub name_sealed: Vec<u8>,
    pub reach_sealed: Option<Vec<u8>>,
    pub created_at: At,
}

/// A row of `provider_contacts`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = provider_contacts, primary_key(authority_id, id), treat_none_as_null = true)]
pub struct ProviderContactRecord {
    pub authority_id: Key<AuthorityId>,
    pub id: Key<Uuid>,
    pub provider_ref: Key<ProviderRef>,
    pub data_key: Vec<u8>,
    pub email_sealed: Vec<u8>,
    pub email_index: Vec<u8>,
    pub locale: Stored<Language>,
    pub created_at: At,
    /// Since when nothing is sent there: nobody has it, or its owner wants no mail.
    pub undeliverable_at: Option<At>,
    pub pace: Stored<MailPace>,
    /// What was sent to its signals before this is no news for a weekly mail.
    pub told_until: Option<At>,
}
