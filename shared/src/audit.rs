//! The audit log as its reader sees it: who did what to which thing, never what it said.

use serde::{Deserialize, Serialize};

use crate::codes::Role;
use crate::id::AuditId;

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct AuditEntry {
    /// Its id.
    pub id: AuditId,
    /// When; the day only for what providers did (decisions.md 10).
    pub at: String,
    /// Name of the member of staff; absent for providers and the system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Role in which it was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// Operation id, as in openapi.yaml.
    #[cfg_attr(feature = "openapi", schema(example = "linkSignal"))]
    pub operation: String,
    /// Kind of thing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object_type: Option<String>,
    /// Public id of the thing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object_id: Option<String>,
    /// What came of it.
    pub outcome: AuditOutcome,
    /// True once it stands in a seal.
    pub sealed: bool,
}

crate::closed_list! {
    /// What came of an operation.
    AuditOutcome {
        /// It was done.
        Done = "done",
        /// It was refused.
        Refused = "refused",
    }
}
