//! People who sign in, and what they may do where.

use serde::{Deserialize, Serialize};

use crate::codes::{Language, Role};
use crate::draft::{Broken, Check};
use crate::id::{InvitationId, MembershipId, OrganisationId, UserId};
use crate::problem::{Code, Invalid};
use crate::text::{Email, Name};
use crate::time::Day;

/// Who is signed in, with every authority in which this person has a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Me {
    /// The person.
    pub id: UserId,
    /// The person's name.
    pub name: String,
    /// Language of mails.
    pub locale: Language,
    /// Roles per authority.
    pub memberships: Vec<MyMembership>,
}

/// Roles of the signed-in person in one authority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct MyMembership {
    /// Its id.
    pub id: MembershipId,
    /// Slug of the authority.
    pub authority: String,
    /// Name of the authority.
    pub authority_name: String,
    /// The roles.
    pub roles: Vec<Role>,
    /// The organisation this person works for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<OrganisationId>,
}

/// A member of an authority, for its administrator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Member {
    /// Its id.
    pub id: MembershipId,
    /// Name of the person.
    pub name: String,
    /// Address of the person.
    pub email: String,
    /// The roles.
    pub roles: Vec<Role>,
    /// The organisation this person works for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<OrganisationId>,
    /// The day this person joined.
    pub since: Day,
    /// The day this membership ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_on: Option<Day>,
    /// Version for `If-Match`.
    pub version: u64,
}

/// An open invitation, for the administrator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Invitation {
    /// Its id.
    pub id: InvitationId,
    /// Name of the person.
    pub name: String,
    /// Address of the person.
    pub email: String,
    /// The roles.
    pub roles: Vec<Role>,
    /// True when it gives a member another password and authenticator app, instead of inviting to anything.
    #[serde(default)]
    pub resets: bool,
    /// The day after which it ends.
    pub expires_on: Day,
    /// The one-time link; only in the answer that made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// An invitation as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct InvitationDraft {
    /// Name of the person.
    pub name: String,
    /// Address of the person.
    pub email: String,
    /// The roles; at least one.
    pub roles: Vec<Role>,
    /// The organisation this person works for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<OrganisationId>,
    /// Language of the mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<Language>,
}

/// A checked invitation.
#[derive(Debug)]
pub struct NewInvitation {
    /// Name of the person.
    pub name: Name,
    /// Address of the person.
    pub email: Email,
    /// The roles.
    pub roles: Vec<Role>,
    /// The organisation this person works for.
    pub organisation: Option<OrganisationId>,
    /// Language of the mail.
    pub locale: Language,
}

/// Roles that a person can be invited to. The others come with their own features.
pub const INVITABLE: &[Role] = &[
    Role::Provider,
    Role::Processor,
    Role::LeadProcessor,
    Role::PolicyOfficer,
    Role::Administrator,
];

impl InvitationDraft {
    /// Checks every field.
    pub fn parse(self) -> Result<NewInvitation, Invalid> {
        let mut check = Check::default();
        let name = check.field("/name", Name::parse(&self.name));
        let email = check.field("/email", Email::parse(&self.email));
        let roles = check.field("/roles", roles(self.roles));
        let (organisation, locale) = (self.organisation, self.locale.unwrap_or(Language::Nl));
        let fields = name.zip(email).zip(roles);
        check.finish(fields.map(|((name, email), roles)| NewInvitation {
            name,
            email,
            roles,
            organisation,
            locale,
        }))
    }
}

/// New roles of a member.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RolesDraft {
    /// The whole set; at least one.
    pub roles: Vec<Role>,
}

impl RolesDraft {
    /// Checks the set.
    pub fn parse(self) -> Result<Vec<Role>, Invalid> {
        let mut check = Check::default();
        let roles = check.field("/roles", roles(self.roles));
        check.finish(roles)
    }
}

fn roles(mut roles: Vec<Role>) -> Result<Vec<Role>, Broken> {
    roles.sort_unstable();
    roles.dedup();
    if roles.is_empty() {
        return Err(Broken::rule(Code::Required));
    }
    let known = roles.iter().all(|role| INVITABLE.contains(role));
    if known {
        Ok(roles)
    } else {
        Err(Broken::rule(Code::UnknownValue))
    }
}
