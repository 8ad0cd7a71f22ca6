//! What needs somebody today (D1).

use serde::{Deserialize, Serialize};

use crate::closed_list;

/// Counts of what waits, for the signed-in person. A count that this person's roles do not cover is absent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Start {
    /// Signals held because of personal data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<u32>,
    /// Signals in the inbox.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received: Option<u32>,
    /// Signals whose promised day has passed without an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late: Option<u32>,
    /// Questions that were answered since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered: Option<u32>,
    /// Issues that wait for validation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_validate: Option<u32>,
    /// Issues that wait for a decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_decide: Option<u32>,
    /// Parked issues that came back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_review: Option<u32>,
    /// Actions past their due day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actions_late: Option<u32>,
    /// Batches of feedback that are due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feedback_due: Option<u32>,
    /// Background jobs that failed for good (administrator).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dead_jobs: Option<u32>,
    /// Why a lost disk would take the keys along, and with them every follow-up code and address (administrator); absent
    /// when a backup of them was confirmed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keys_backup: Option<KeysBackup>,
    /// How far the machine is with looking at signals (administrator); absent when it does not look.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub analysis: Option<Analysis>,
}

/// How far the machine is with looking at signals.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Analysis {
    /// Signals at which it did not look yet.
    pub waiting: u32,
    /// Present while a new model looks at everything anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relooked: Option<Relooked>,
    /// Why it looks without a model, so that it proposes less and less well; absent when it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_model: Option<NoModel>,
}

/// How many signals the new model has looked at, of those that any did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Relooked {
    /// By the new one.
    pub done: u32,
    /// By any.
    pub all: u32,
}

closed_list! {
    /// Why signals are looked at without a model.
    NoModel {
        /// There is none.
        Absent = "absent",
        /// Its files are not what they should be.
        Damaged = "damaged",
        /// Its licence is not one that is accepted.
        Licence = "licence",
    }
}

closed_list! {
    /// What is missing about the backup of the keys.
    KeysBackup {
        /// None was ever confirmed.
        Never = "never",
        /// Keys were added or revoked since.
        Outdated = "outdated",
    }
}
