//! Signing in: password and one-time code of an authenticator app; first time by a one-time link.

use serde::{Deserialize, Serialize};

use crate::codes::{Language, Role};
use crate::draft::Check;
use crate::id::LoginId;
use crate::problem::Invalid;
use crate::text::Email;
use crate::time::Day;

/// Address, password and one-time code.
#[derive(Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SignInDraft {
    /// Address of the person.
    pub email: String,
    /// The password.
    #[cfg_attr(feature = "openapi", schema(format = Password))]
    pub password: String,
    /// Six digits of the authenticator app.
    pub totp: String,
}

/// A new login. The refresh token travels in a cookie that scripts cannot read.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct LoginTokens {
    /// For header `Authorization: Bearer`; kept in memory only.
    pub access_token: String,
    /// After how many seconds it expires.
    pub expires_in_sec: u32,
    /// Of a provider: the same at every sign-in of the same account, and of no other. A device keeps it beside a signal
    /// that waits, so that the signal goes out with the account of who wrote it. It says nothing about who that is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_mark: Option<String>,
}

/// A one-time link in the hand: an invitation, or the first administrator's.
#[derive(Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OneTimeCode {
    /// The code of the link's fragment.
    pub code: String,
}

/// What an invitation offers, before it is accepted.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct InvitationOffer {
    /// Name of the authority.
    pub authority_name: String,
    /// Name of the person.
    pub name: String,
    /// Address of the person.
    pub email: String,
    /// The roles.
    pub roles: Vec<Role>,
    /// True when this person has a password already: then signing in is enough.
    pub has_account: bool,
    /// True when the link sets another password and another authenticator app for a known account.
    #[serde(default)]
    pub resets: bool,
    /// Secret for the authenticator app, in base32; absent when there is an account already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub totp_secret: Option<String>,
    /// The same as an address for a QR code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub totp_uri: Option<String>,
    /// The same as an SVG picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub totp_qr: Option<String>,
}

/// Accepting an invitation.
#[derive(Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AcceptInvitationDraft {
    /// The code of the link's fragment.
    pub code: String,
    /// A new password of 12 to 128 characters; the known one when there is an account already.
    #[cfg_attr(feature = "openapi", schema(format = Password))]
    pub password: String,
    /// Six digits of the authenticator app, to prove that it works.
    pub totp: String,
    /// Language of mails.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<Language>,
}

/// Asking for a link to sign in with, as a provider.
#[derive(Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SignInLinkDraft {
    /// Where the link goes.
    pub email: String,
    /// Language of the mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<Language>,
}

/// Who asks for a link, checked.
#[derive(Debug, Clone)]
pub struct NewSignInLink {
    /// Where the link goes.
    pub email: Email,
    /// Language of the mail.
    pub locale: Option<Language>,
}

impl SignInLinkDraft {
    /// Checks the address; whether anybody has an account with it is told to nobody.
    pub fn parse(self) -> Result<NewSignInLink, Invalid> {
        let mut check = Check::default();
        let email = check.field("/email", Email::parse(&self.email));
        let locale = self.locale;
        check.finish(email.map(|email| NewSignInLink { email, locale }))
    }
}

/// The token of a link to sign in with.
#[derive(Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SignInToken {
    /// The token of the link's fragment.
    pub token: String,
}

/// What a link to sign in with opened: a login in the browser that asked for it, digits everywhere else.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct OpenedSignInLink {
    /// The login.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub login: Option<LoginTokens>,
    /// Six digits to type in the browser that asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digits: Option<String>,
}

/// A device on which somebody is signed in as a provider. Nothing is known of it but this.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ProviderLogin {
    /// Its id, for emptying the device.
    pub id: LoginId,
    /// The day on which somebody signed in on it.
    pub signed_in_on: Day,
    /// The day on which it last asked for something.
    pub last_used_on: Day,
    /// True for the device that asks.
    pub is_own: bool,
    /// Since when it has to forget everything, once somebody asked for that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wipe_asked_on: Option<Day>,
    /// The day on which it was told so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wiped_on: Option<Day>,
}

/// The digits that another browser showed.
#[derive(Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SignInDigits {
    /// Six digits.
    pub digits: String,
}
