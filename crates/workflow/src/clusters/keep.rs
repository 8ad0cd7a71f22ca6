//! What a run found is written down, unless people changed something meanwhile.

use std::collections::{BTreeMap, BTreeSet};

use policy::{Permit, RunJob};
use shared::cluster::{ClusterChange, ClusterChangeKind, ClusterFacts};
use shared::id::{AuthorityId, ClusterId, SignalKey};
use storage::records::{ClusterMemberRecord, ClusterRecord, ClusterRunRecord};
use storage::{At, Json, KEYS_AT_A_TIME, Key, Tx};

use super::material::{MOST_CLUSTERS, Mark, mark_now};
use crate::{Sources, Stop};

/// What a run found.
#[derive(Debug)]
pub struct Grouping {
    /// The model whose vectors it rests on.
    pub model: String,
    /// What people had decided when it began.
    pub mark: Mark,
    /// Signals that it looked at.
    pub looked_at: Vec<SignalKey>,
    /// Signals that were in clusters when it began.
    pub known: Vec<SignalKey>,
    /// Clusters of today.
    pub clusters: Vec<FoundCluster>,
    /// At which resolution the graph has groups, in thousandths.
    pub resolution: i32,
    /// What became of yesterday's.
    pub changes: Vec<ClusterChange>,
}

/// A cluster as a run found it.
#[derive(Debug)]
pub struct FoundCluster {
    /// Yesterday's id, or a new one.
    pub id: ClusterId,
    /// Words that set it apart.
    pub words: Vec<String>,
    /// Figures.
    pub facts: ClusterFacts,
    /// Who is in it, and who is proposed for it.
    pub members: Vec<ClusterMemberRecord>,
}

/// Members that are written at a time: others wait for a turn to write meanwhile, and a run of a large authority puts a
/// hundred thousand. Few in a debug build, so that stories see more than one time.
const AT_A_TIME: usize = if cfg!(debug_assertions) { 3 } else { 2_000 };

/// Members of a run that are not written yet, and what people had decided when it was kept.
#[derive(Debug)]
pub struct Rest {
    members: Vec<ClusterMemberRecord>,
    mark: Mark,
}

impl Rest {
    /// In how many times it is written.
    pub const fn times(&self) -> usize {
        self.members.len().div_ceil(AT_A_TIME)
    }
}

/// Keeps its clusters, and leaves their members for [`keep_rest`]; nothing when people changed something since it began: then
/// it is out of date, and looks again.
pub fn keep_grouping(
    tx: &mut Tx<'_>,
    permit: &Permit<RunJob>,
    sources: &Sources,
    authority: AuthorityId,
    grouping: &Grouping,
) -> Result<Option<Rest>, Stop> {
    let scope = permit.scope();
    let clusters = tx.clusters(scope, MOST_CLUSTERS)?;
    if mark_now(tx, permit, &clusters)? != grouping.mark {
        return Ok(None);
    }
    let now = At(sources.now());
    let living: BTreeSet<ClusterId> = grouping.clusters.iter().map(|cluster| cluster.id).collect();
    let before: BTreeMap<ClusterId, ClusterRecord> = clusters
        .into_iter()
        .map(|record| (record.id.0, record))
        .collect();
    let split_from = |id: ClusterId| {
        let split = grouping
            .changes
            .iter()
            .find(|change| change.kind == ClusterChangeKind::Split && change.cluster == id);
        split.and_then(|change| change.other).map(Key)
    };
    for found in &grouping.clusters {
        match before.get(&found.id) {
            None => {
                let record = ClusterRecord {
                    authority_id: Key(authority),
                    id: Key(found.id),
                    name: None,
                    locked_at: None,
                    words: Json(found.words.clone()),
                    facts: Json(found.facts.clone()),
                    model: grouping.model.clone(),
                    born_at: now,
                    split_from: split_from(found.id),
                    gone_at: None,
                    merged_into: None,
                    issue_id: None,
                    version: 1,
                };
                tx.insert_cluster(scope, &record)?;
            }
            Some(record) => {
                let next = ClusterRecord {
                    words: Json(found.words.clone()),
                    facts: Json(found.facts.clone()),
                    model: grouping.model.clone(),
                    version: record.version + 1,
                    ..record.clone()
                };
                let is_same = record.words.0 == next.words.0
                    && record.facts.0 == next.facts.0
                    && record.model == next.model;
                if !is_same && !tx.update_cluster(scope, &next)? {
                    return Ok(None);
                }
            }
        }
    }
    for record in before
        .values()
        .filter(|record| !living.contains(&record.id.0))
    {
        let merged = grouping.changes.iter().find(|change| {
            change.kind == ClusterChangeKind::Merged && change.cluster == record.id.0
        });
        let gone = ClusterRecord {
            gone_at: Some(now),
            merged_into: merged.and_then(|change| change.other).map(Key),
            version: record.version + 1,
            ..record.clone()
        };
        tx.update_cluster(scope, &gone)?;
    }
    let members = new_members(tx, permit, grouping, &living)?;
    let sizes = grouping
        .clusters
        .iter()
        .map(|cluster| cluster.facts.signals);
    let looked_at = grouping.looked_at.len();
    let inside: u32 = sizes.sum();
    let run = ClusterRunRecord {
        authority_id: Key(authority),
        id: Key(sources.ids.key()),
        at: now,
        model: grouping.model.clone(),
        signals: i32::try_from(looked_at).unwrap_or(i32::MAX),
        loose: i32::try_from(looked_at).unwrap_or(i32::MAX) - i32::try_from(inside).unwrap_or(0),
        resolution: grouping.resolution,
        changes: Json(grouping.changes.clone()),
    };
    tx.insert_cluster_run(scope, &run)?;
    tx.touches("clusterRun", run.id.0);
    let clusters = tx.clusters(scope, MOST_CLUSTERS)?;
    let mark = mark_now(tx, permit, &clusters)?;
    Ok(Some(Rest { members, mark }))
}

/// Writes the members of one time; false when people changed something since the clusters were kept: then the run looks again. A
/// run that ends in between is made good by the next one.
pub fn keep_rest(
    tx: &mut Tx<'_>,
    permit: &Permit<RunJob>,
    rest: &Rest,
    time: usize,
) -> Result<bool, Stop> {
    let scope = permit.scope();
    let clusters = tx.clusters(scope, MOST_CLUSTERS)?;
    if mark_now(tx, permit, &clusters)? != rest.mark {
        return Ok(false);
    }
    let members = rest.members.chunks(AT_A_TIME).nth(time).unwrap_or_default();
    let keys: Vec<SignalKey> = members.iter().map(|member| member.signal_id.0).collect();
    // A signal that was taken back meanwhile has no text, and belongs to nothing.
    let mut readable: BTreeSet<SignalKey> = BTreeSet::new();
    for keys in keys.chunks(KEYS_AT_A_TIME) {
        let signals = tx.signals_by_keys(scope, keys)?.into_iter();
        readable.extend(
            signals
                .filter(|signal| signal.state.0.is_readable())
                .map(|signal| signal.id.0),
        );
    }
    let put: Vec<ClusterMemberRecord> = members
        .iter()
        .filter(|member| readable.contains(&member.signal_id.0))
        .cloned()
        .collect();
    tx.put_cluster_members(scope, &put)?;
    Ok(true)
}

/// Who is in what now and was not; who is nowhere any more goes. What came in since the run began stays where it joined, if that
/// is still there.
fn new_members(
    tx: &mut Tx<'_>,
    permit: &Permit<RunJob>,
    grouping: &Grouping,
    living: &BTreeSet<ClusterId>,
) -> Result<Vec<ClusterMemberRecord>, Stop> {
    let scope = permit.scope();
    let looked_at: BTreeSet<SignalKey> = grouping
        .looked_at
        .iter()
        .chain(&grouping.known)
        .copied()
        .collect();
    let stored: BTreeMap<SignalKey, ClusterMemberRecord> = tx
        .clustered(scope)?
        .into_iter()
        .map(|member| (member.signal_id.0, member))
        .collect();
    let found: BTreeMap<SignalKey, &ClusterMemberRecord> = grouping
        .clusters
        .iter()
        .flat_map(|cluster| &cluster.members)
        .map(|member| (member.signal_id.0, member))
        .collect();
    let gone: Vec<SignalKey> = stored
        .values()
        .filter(|member| {
            let key = member.signal_id.0;
            if looked_at.contains(&key) {
                !found.contains_key(&key)
            } else {
                !living.contains(&member.cluster_id.0)
            }
        })
        .map(|member| member.signal_id.0)
        .collect();
    tx.drop_cluster_members(scope, &gone)?;
    let changed = found
        .into_iter()
        .filter(|(key, member)| stored.get(key) != Some(*member));
    Ok(changed.map(|(_, member)| member.clone()).collect())
}
