//! Key-encryption keys: AES-256 keys that only ever wrap other keys, in versions.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::Secret;

/// One version.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Kek {
    pub(crate) version: u16,
    pub(crate) created_at: DateTime<Utc>,
    /// Before this it opens, but does not wrap: other instances may not have read it yet.
    pub(crate) not_before: DateTime<Utc>,
    pub(crate) secret: Secret<32>,
}

impl Kek {
    pub fn version(&self) -> u16 {
        self.version
    }

    pub fn created_at(&self) -> DateTime<Utc> {
        self.created_at
    }

    pub fn not_before(&self) -> DateTime<Utc> {
        self.not_before
    }
}

/// All versions, oldest first.
#[derive(Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Keks(pub(crate) Vec<Kek>);

impl Keks {
    /// The version to wrap with now.
    pub fn current(&self, now: DateTime<Utc>) -> Option<&Kek> {
        self.0
            .iter()
            .filter(|kek| kek.not_before <= now)
            .max_by_key(|kek| kek.version)
    }

    pub fn version(&self, version: u16) -> Option<&Kek> {
        self.0.iter().find(|kek| kek.version == version)
    }

    pub fn all(&self) -> &[Kek] {
        &self.0
    }
}
