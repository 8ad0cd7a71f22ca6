//! Every cluster of an authority, and the run they are of.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use policy::{ListClusters, Permit};
use shared::cluster::{ClusterList, ClusterRun};
use shared::id::IssueKey;
use shared::signal::IssueLink;
use storage::Tx;

use super::view::summary;
use crate::issues::link;
use crate::{Sources, Stop};

/// How many clusters are shown.
const MOST: i64 = 500;

/// Those that grow most come first, then the larger ones.
pub fn list_clusters(
    tx: &mut Tx<'_>,
    permit: &Permit<ListClusters>,
    sources: &Sources,
) -> Result<ClusterList, Stop> {
    let scope = permit.scope();
    let records = tx.clusters(scope, MOST)?;
    let keys: Vec<IssueKey> = records
        .iter()
        .filter_map(|record| record.issue_id.map(|key| key.0))
        .collect();
    let issues: BTreeMap<IssueKey, IssueLink> = if keys.is_empty() {
        BTreeMap::new()
    } else {
        let issues = tx.issues_by_keys(scope, &keys)?.into_iter();
        issues.map(|issue| (issue.id.0, link(&issue))).collect()
    };
    let mut clusters: Vec<_> = records
        .into_iter()
        .map(|record| {
            let issue = record.issue_id.and_then(|key| issues.get(&key.0).cloned());
            summary(sources, record, issue)
        })
        .collect();
    clusters.sort_by_key(|cluster| {
        let (now, before) = cluster.facts.growth();
        let growth = i64::from(now) - i64::from(before);
        (Reverse(growth), Reverse(cluster.facts.signals), cluster.id)
    });
    let run = tx.last_cluster_run(scope)?.map(|run| ClusterRun {
        at: run.at.0.to_string(),
        model: run.model,
        signals: u32::try_from(run.signals).unwrap_or_default(),
        loose: u32::try_from(run.loose).unwrap_or_default(),
        changes: run.changes.0,
    });
    Ok(ClusterList { run, clusters })
}
