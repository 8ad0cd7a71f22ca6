//! Themes with their tags, target groups, sectors and governance levels. An authority has its own version of the
//! list; codes never change meaning, so signals of older versions stay readable.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::codes::Labels;
use crate::draft::Broken;
use crate::problem;
use crate::profession::Profession;

/// The default taxonomy that a new authority starts with (version 1).
pub const DEFAULT: &str = include_str!("../data/taxonomy.json");

/// Longest code.
pub const MAX_CODE_BYTES: usize = 64;
/// How many codes of one kind a signal may carry.
pub const MAX_CODES_PER_SIGNAL: usize = 12;

/// A code of the taxonomy: kebab-case, known to the authority when it was checked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String, example = "housing"))]
#[serde(transparent)]
pub struct Code(String);

impl Code {
    /// Trusts what storage gives back or what a list contains.
    pub fn stored(code: impl Into<String>) -> Self {
        Self(code.into())
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The whole list of one authority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Taxonomy {
    /// Counts up with every change that the authority makes.
    #[serde(default = "first_revision")]
    pub revision: u32,
    /// Themes.
    pub themes: Vec<Theme>,
    /// Target groups.
    #[serde(alias = "target_groups")]
    pub target_groups: Vec<Concept>,
    /// Sectors of providers and organisations.
    #[serde(alias = "provider_sectors")]
    pub provider_sectors: Vec<Concept>,
    /// Levels that can act.
    #[serde(alias = "governance_levels")]
    pub governance_levels: Vec<Concept>,
    /// Professions with their line on secrecy and mandate. Absent in the database: those that ship with the product.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub professions: Option<Vec<Profession>>,
}

const fn first_revision() -> u32 {
    1
}

/// A theme with its tags.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Theme {
    /// Its code.
    pub code: Code,
    /// Its labels.
    #[serde(flatten)]
    pub labels: Labels,
    /// Published lists it aligns with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
    /// Its tags.
    pub tags: Vec<Concept>,
}

/// A code with its labels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Concept {
    /// Its code.
    pub code: Code,
    /// Its labels.
    #[serde(flatten)]
    pub labels: Labels,
}

crate::closed_list! {
    /// Which part of the taxonomy a code belongs to.
    Scheme {
        /// A theme.
        Theme = "theme",
        /// A tag within a theme.
        Tag = "tag",
        /// A target group.
        TargetGroup = "targetGroup",
    }
}

/// Says whether a code exists. The server asks the authority's version, the browser its cached copy.
pub trait CodeList {
    /// True when the scheme has the code.
    fn has(&self, scheme: Scheme, code: &str) -> bool;
    /// True when it is a sector.
    fn has_sector(&self, code: &str) -> bool;
    /// True when it is a governance level.
    fn has_governance_level(&self, code: &str) -> bool;

    /// A code of a scheme, or the rule that it breaks.
    fn code(&self, scheme: Scheme, typed: &str) -> Result<Code, Broken> {
        known(self.has(scheme, typed), typed)
    }

    /// A sector, or the rule that it breaks.
    fn sector(&self, typed: &str) -> Result<Code, Broken> {
        known(self.has_sector(typed), typed)
    }

    /// A governance level, or the rule that it breaks.
    fn governance_level(&self, typed: &str) -> Result<Code, Broken> {
        known(self.has_governance_level(typed), typed)
    }
}

fn known(exists: bool, typed: &str) -> Result<Code, Broken> {
    if typed.is_empty() {
        return Err(Broken::rule(problem::Code::Required));
    }
    if exists {
        Ok(Code(typed.to_owned()))
    } else {
        Err(Broken::rule(problem::Code::UnknownValue))
    }
}

impl CodeList for Taxonomy {
    fn has(&self, scheme: Scheme, code: &str) -> bool {
        match scheme {
            Scheme::Theme => self.themes.iter().any(|theme| theme.code.as_str() == code),
            Scheme::Tag => self.theme_of(code).is_some(),
            Scheme::TargetGroup => has(&self.target_groups, code),
        }
    }

    fn has_sector(&self, code: &str) -> bool {
        has(&self.provider_sectors, code)
    }

    fn has_governance_level(&self, code: &str) -> bool {
        has(&self.governance_levels, code)
    }
}

impl Taxonomy {
    /// The theme that a tag belongs to.
    pub fn theme_of(&self, tag: &str) -> Option<&Theme> {
        self.themes.iter().find(|theme| has(&theme.tags, tag))
    }
}

fn has(concepts: &[Concept], code: &str) -> bool {
    concepts.iter().any(|concept| concept.code.as_str() == code)
}

/// Checks a list of codes of one scheme; duplicates count once.
pub fn codes(
    check: &mut crate::draft::Check,
    pointer: &str,
    lists: &dyn CodeList,
    scheme: Scheme,
    typed: &[String],
) -> Vec<Code> {
    if typed.len() > MAX_CODES_PER_SIGNAL {
        check.note(
            pointer,
            Broken::limit(problem::Code::OutOfRange, MAX_CODES_PER_SIGNAL, typed.len()),
        );
        return Vec::new();
    }
    let mut codes = Vec::new();
    for (position, code) in typed.iter().enumerate() {
        if let Some(code) = check.field(&format!("{pointer}/{position}"), lists.code(scheme, code))
            && !codes.contains(&code)
        {
            codes.push(code);
        }
    }
    codes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::{ClosedList, Language};

    fn default() -> Taxonomy {
        serde_json::from_str(DEFAULT).unwrap()
    }

    #[test]
    fn the_default_taxonomy_reads_and_has_every_label() {
        let taxonomy = default();
        let themes = taxonomy.themes.iter();
        let tags = themes.clone().flat_map(|theme| &theme.tags);
        let concepts = tags
            .chain(&taxonomy.target_groups)
            .chain(&taxonomy.provider_sectors)
            .chain(&taxonomy.governance_levels)
            .map(|concept| (&concept.code, &concept.labels));
        for (code, labels) in concepts.chain(themes.map(|theme| (&theme.code, &theme.labels))) {
            for language in Language::ALL {
                let label = labels.of(*language);
                assert!(
                    !label.is_empty() && label == label.trim(),
                    "{code} in {language}"
                );
            }
            assert!(code.as_str().len() <= MAX_CODE_BYTES);
        }
    }

    #[test]
    fn a_tag_belongs_to_exactly_one_theme() {
        let taxonomy = default();
        let mut tags: Vec<&str> = taxonomy
            .themes
            .iter()
            .flat_map(|t| &t.tags)
            .map(|tag| tag.code.as_str())
            .collect();
        let count = tags.len();
        tags.sort_unstable();
        tags.dedup();
        assert_eq!(tags.len(), count, "a tag code stands under two themes");
    }

    #[test]
    fn a_code_nobody_knows_is_reported_at_its_place() {
        let mut check = crate::draft::Check::default();
        let codes = codes(
            &mut check,
            "/tags",
            &default(),
            Scheme::Tag,
            &["debt".into(), "nope".into()],
        );
        assert_eq!(codes, [Code::stored("debt")]);
        assert_eq!(
            check.finish(Some(())).unwrap_err().to_string(),
            "/tags/1 referencedResourceNotFound"
        );
    }
}
