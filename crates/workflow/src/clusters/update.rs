//! A person names a cluster, or locks it.

use policy::{Permit, UpdateCluster};
use shared::cluster::{ChangedCluster, ClusterDetail};
use shared::id::ClusterId;
use storage::{At, Tx};

use super::find::{cluster_in, save};
use super::view::cluster_detail;
use crate::{Sources, Stop};

/// Names it, takes the name away, locks it or unlocks it. Runs leave a locked one as it is.
pub fn update_cluster(
    tx: &mut Tx<'_>,
    permit: &Permit<UpdateCluster>,
    sources: &Sources,
    cluster: ClusterId,
    expected: u64,
    change: &ChangedCluster,
) -> Result<ClusterDetail, Stop> {
    let mut record = cluster_in(tx, permit, cluster, expected)?;
    if let Some(name) = &change.name {
        record.name = name.as_ref().map(|name| name.reveal().to_owned());
    }
    if let Some(locked) = change.locked {
        let since = record.locked_at.unwrap_or(At(sources.now()));
        record.locked_at = locked.then_some(since);
    }
    let record = save(tx, permit, record)?;
    tx.touches("cluster", record.id.0);
    cluster_detail(tx, permit, sources, record)
}
