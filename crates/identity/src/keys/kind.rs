//! The kinds of key, by the names the command line and the key file use.

use std::{fmt, str::FromStr};

/// What a key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyKind {
    AccessToken,
    AuditHead,
    Kek,
    Receipt,
    Index,
    Pseudonym,
    Publication,
    Idempotency,
    Vapid,
    Backup,
}

impl KeyKind {
    pub const ALL: [Self; 10] = [
        Self::AccessToken,
        Self::AuditHead,
        Self::Kek,
        Self::Receipt,
        Self::Index,
        Self::Pseudonym,
        Self::Publication,
        Self::Idempotency,
        Self::Vapid,
        Self::Backup,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::AccessToken => "access-token",
            Self::AuditHead => "audit-head",
            Self::Kek => "kek",
            Self::Receipt => "receipt",
            Self::Index => "index",
            Self::Pseudonym => "pseudonym",
            Self::Publication => "publication",
            Self::Idempotency => "idempotency",
            Self::Vapid => "vapid",
            Self::Backup => "backup",
        }
    }

    /// After how many days a new key is due; `None` for keys that must stay what they are.
    pub const fn rotated_after_days(self) -> Option<i64> {
        match self {
            Self::AccessToken | Self::AuditHead => Some(90),
            Self::Kek | Self::Backup => Some(365),
            // Rotation would break look-up, or let the noise of published counts be averaged out;
            // browsers bind their push subscription to the VAPID key.
            Self::Receipt
            | Self::Index
            | Self::Pseudonym
            | Self::Publication
            | Self::Idempotency
            | Self::Vapid => None,
        }
    }
}

impl fmt::Display for KeyKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// The name of a kind that does not exist.
#[derive(Debug, thiserror::Error)]
#[error("there is no kind of key “{found}”; the kinds are {}", KeyKind::ALL.map(KeyKind::name).join(", "))]
pub struct UnknownKeyKind {
    found: String,
}

impl FromStr for KeyKind {
    type Err = UnknownKeyKind;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let kind = Self::ALL.into_iter().find(|kind| kind.name() == text);
        kind.ok_or_else(|| UnknownKeyKind {
            found: text.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_found_by_its_name() {
        for kind in KeyKind::ALL {
            assert_eq!(kind.name().parse::<KeyKind>().unwrap(), kind);
        }
    }

    #[test]
    fn an_unknown_kind_is_told_which_kinds_there_are() {
        let error = "jwt".parse::<KeyKind>().unwrap_err().to_string();
        assert!(
            error.contains("“jwt”") && error.contains("access-token, audit-head"),
            "{error}"
        );
    }
}
