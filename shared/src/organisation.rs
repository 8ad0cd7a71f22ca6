//! Organisations that work in an authority.

use serde::{Deserialize, Serialize};

use crate::draft::Check;
use crate::id::OrganisationId;
use crate::problem::Invalid;
use crate::taxonomy::{Code, CodeList};
use crate::text::Name;

/// An organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Organisation {
    /// Its id.
    pub id: OrganisationId,
    /// Its name.
    #[cfg_attr(feature = "openapi", schema(example = "Thuiszorg De Linde"))]
    pub name: String,
    /// Its sector, a code of the taxonomy.
    #[cfg_attr(feature = "openapi", schema(example = "home-nursing"))]
    pub sector: String,
}

/// An organisation as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OrganisationDraft {
    /// Its name.
    pub name: String,
    /// Its sector, a code of the taxonomy.
    pub sector: String,
}

/// A checked organisation.
#[derive(Debug)]
pub struct NewOrganisation {
    /// Its name.
    pub name: Name,
    /// Its sector.
    pub sector: Code,
}

impl OrganisationDraft {
    /// Checks every field.
    pub fn parse(self, lists: &dyn CodeList) -> Result<NewOrganisation, Invalid> {
        let mut check = Check::default();
        let name = check.field("/name", Name::parse(&self.name));
        let sector = check.field("/sector", lists.sector(&self.sector));
        check.finish(
            name.zip(sector)
                .map(|(name, sector)| NewOrganisation { name, sector }),
        )
    }
}
