//! Everything of one authority, to take along.

use serde::{Deserialize, Serialize};

use crate::authority::Authority;
use crate::issue::IssueDetail;
use crate::organisation::Organisation;
use crate::signal::SignalDetail;
use crate::taxonomy::Taxonomy;
use crate::time::Moment;

/// Everything of one authority as its lead processor may see it: never who sent a signal.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct AuthorityExport {
    /// When it was made.
    pub made_at: Moment,
    /// The authority.
    pub authority: Authority,
    /// Its taxonomy.
    pub taxonomy: Taxonomy,
    /// Its organisations.
    pub organisations: Vec<Organisation>,
    /// Its signals.
    pub signals: Vec<SignalDetail>,
    /// Its issues, with their actions.
    pub issues: Vec<IssueDetail>,
}
