//! Authorities: municipalities and the levels above them.

use serde::{Deserialize, Serialize};

use crate::codes::{Language, Level, WorkMode};
use crate::id::AuthorityId;
use crate::time::Day;

/// An authority as everybody may see it. Municipalities merge with every term, so each has a validity and successors.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Authority {
    /// Its id.
    pub id: AuthorityId,
    /// Its name in addresses: `/{slug}/m/`.
    #[cfg_attr(feature = "openapi", schema(example = "linde"))]
    pub slug: String,
    /// Its name.
    #[cfg_attr(feature = "openapi", schema(example = "Stad Linde"))]
    pub name: String,
    /// Its level.
    pub level: Level,
    /// Statbel's code, for municipalities.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nis_code: Option<String>,
    /// The languages of its interface, the first one by default.
    pub languages: Vec<Language>,
    /// IANA time zone in which its days begin.
    pub time_zone: String,
    /// Within how many days a provider gets an answer.
    pub answer_term_days: u32,
    /// Day by day or in rounds.
    pub work_mode: WorkMode,
    /// Neighbourhoods that a provider can choose from.
    pub places: Vec<String>,
    /// Who helps one person now: shown above the form.
    pub referrals: Vec<Referral>,
    /// First day on which it exists.
    pub valid_from: Day,
    /// Last day on which it exists, once it merged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<Day>,
    /// Authorities that took over.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub successors: Vec<AuthorityId>,
}

/// Somebody who helps one person who needs help now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Referral {
    /// Who.
    pub name: String,
    /// How: a phone number or a web address.
    pub contact: String,
}

/// What a client must know about the server (decisions.md 3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Meta {
    /// Version of the contract; also in header `LokaalSignaal-Contract`.
    pub contract: u32,
    /// Oldest contract that the server still takes.
    pub oldest_contract: u32,
    /// Version of the product.
    #[cfg_attr(feature = "openapi", schema(example = "0.1.0"))]
    pub version: String,
    /// `applicationServerKey` for `PushManager.subscribe`: the public half of the VAPID key, base64url.
    #[serde(default)]
    pub push_key: String,
}

/// Version of the contract. Raise it when a field is added that older servers would refuse.
pub const CONTRACT: u32 = 2;
