//! Entry links: how a provider without account may submit. Public and revocable: printed as QR, sent around.

use serde::{Deserialize, Serialize};

use crate::draft::Check;
use crate::id::{EntryLinkId, OrganisationId};
use crate::problem::Invalid;
use crate::signal::optional;
use crate::taxonomy::{Code, CodeList};
use crate::text::Name;
use crate::time::Day;

/// An entry link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct EntryLink {
    /// Its id.
    pub id: EntryLinkId,
    /// Slug of its authority.
    pub authority: String,
    /// What it is for, such as "Wijkteam Vaartwijk".
    pub name: String,
    /// The address; the token stands in the fragment, which browsers never send.
    #[cfg_attr(
        feature = "openapi",
        schema(example = "https://s.example/linde/m/#e=7K2M9TP4HDV6RBKX7Q2M9TP4HD")
    )]
    pub url: String,
    /// Sector of everybody who uses it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sector: Option<String>,
    /// Organisation of everybody who uses it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<OrganisationId>,
    /// The day it was made.
    pub created_on: Day,
    /// The day after which it ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<Day>,
    /// The day it was revoked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_on: Option<Day>,
}

/// An entry link as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EntryLinkDraft {
    /// What it is for.
    pub name: String,
    /// Sector of everybody who uses it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sector: Option<String>,
    /// Organisation of everybody who uses it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<OrganisationId>,
    /// The day after which it ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<Day>,
}

/// A checked entry link.
#[derive(Debug)]
pub struct NewEntryLink {
    /// What it is for.
    pub name: Name,
    /// Sector of everybody who uses it.
    pub sector: Option<Code>,
    /// Organisation of everybody who uses it.
    pub organisation: Option<OrganisationId>,
    /// The day after which it ends.
    pub expires_on: Option<Day>,
}

impl EntryLinkDraft {
    /// Checks every field.
    pub fn parse(self, lists: &dyn CodeList) -> Result<NewEntryLink, Invalid> {
        let mut check = Check::default();
        let name = check.field("/name", Name::parse(&self.name));
        let sector = optional(&mut check, "/sector", self.sector.as_deref(), |code| {
            lists.sector(code)
        });
        let (organisation, expires_on) = (self.organisation, self.expires_on);
        check.finish(name.map(|name| NewEntryLink {
            name,
            sector,
            organisation,
            expires_on,
        }))
    }
}
