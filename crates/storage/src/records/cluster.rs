//! Clusters, who is in them, and what people decided about them.

use diesel::prelude::*;
use shared::cluster::{ClusterChange, ClusterEditKind, ClusterFacts, ClusterStanding};
use shared::id::{AuthorityId, ClusterId, IssueKey, MembershipId, SignalKey};
use uuid::Uuid;

use crate::adapters::{At, Json, Key, Stored};
use crate::schema::{cluster_edit_signals, cluster_edits, cluster_members, cluster_runs, clusters};

/// A row of `clusters`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = clusters, primary_key(authority_id, id), treat_none_as_null = true)]
pub struct ClusterRecord {
    pub authority_id: Key<AuthorityId>,
    pub id: Key<ClusterId>,
    pub name: Option<String>,
    pub locked_at: Option<At>,
    pub words: Json<Vec<String>>,
    pub facts: Json<ClusterFacts>,
    pub model: String,
    pub born_at: At,
    pub split_from: Option<Key<ClusterId>>,
    pub gone_at: Option<At>,
    pub merged_into: Option<Key<ClusterId>>,
    pub issue_id: Option<Key<IssueKey>>,
    pub version: i64,
}

/// A row of `cluster_members`. Fit in percent.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = cluster_members, primary_key(authority_id, signal_id))]
pub struct ClusterMemberRecord {
    pub authority_id: Key<AuthorityId>,
    pub signal_id: Key<SignalKey>,
    pub cluster_id: Key<ClusterId>,
    pub status: Stored<ClusterStanding>,
    pub fit: i32,
    pub part: i32,
}

/// A row of `cluster_edits`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = cluster_edits)]
pub struct ClusterEditRecord {
    pub authority_id: Key<AuthorityId>,
    pub id: Key<Uuid>,
    pub kind: Stored<ClusterEditKind>,
    pub cluster_id: Key<ClusterId>,
    pub membership_id: Option<Key<MembershipId>>,
    pub at: At,
}

/// A row of `cluster_edit_signals`. Side 0 or 1; of what stays together all are on side 0.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = cluster_edit_signals)]
pub struct ClusterEditSignalRecord {
    pub authority_id: Key<AuthorityId>,
    pub edit_id: Key<Uuid>,
    pub signal_id: Key<SignalKey>,
    pub side: i32,
}

/// A row of `cluster_runs`. Resolution in thousandths.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = cluster_runs)]
pub struct ClusterRunRecord {
    pub authority_id: Key<AuthorityId>,
    pub id: Key<Uuid>,
    pub at: At,
    pub model: String,
    pub signals: i32,
    pub loose: i32,
    pub resolution: i32,
    pub changes: Json<Vec<ClusterChange>>,
}
