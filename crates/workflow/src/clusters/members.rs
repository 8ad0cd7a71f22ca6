//! A person takes signals out of a cluster or puts them in; a new signal joins by the votes of its neighbours.

use std::collections::{BTreeMap, BTreeSet};

use analysis::clusters::join;
use policy::{AddToCluster, Operation, Permit, RemoveFromCluster, RunJob};
use shared::cluster::{ClusterDetail, ClusterEditKind, ClusterStanding};
use shared::id::{ClusterId, SignalId, SignalKey};
use shared::problem::Code;
use storage::records::{ClusterMemberRecord, ClusterRecord, SignalRecord};
use storage::{Key, Stored, Tx};

use super::find::{cluster_in, no_longer_apart, no_longer_together, remember, save, signals_in};
use super::recount::recount;
use super::view::cluster_detail;
use crate::{Refusal, Sources, Stop};

/// Fit of a signal that no run looked at yet.
const UNKNOWN_FIT: i32 = 0;

/// "These do not belong": they leave, and no later run brings them back to those that stay.
pub fn remove_from_cluster(
    tx: &mut Tx<'_>,
    permit: &Permit<RemoveFromCluster>,
    sources: &Sources,
    cluster: ClusterId,
    expected: u64,
    signals: &[SignalId],
) -> Result<ClusterDetail, Stop> {
    let mut record = cluster_in(tx, permit, cluster, expected)?;
    let signals = signals_in(tx, permit, &record, signals)?;
    let (inside, all) = standing_in(tx, permit, &record)?;
    let (leaving, staying) = parted(&signals, &all, inside)?;
    if staying.is_empty() {
        return Err(Refusal::field("/signals", Code::OutOfRange).into());
    }
    let scope = permit.scope();
    no_longer_together(tx, permit, &leaving)?;
    remember(
        tx,
        permit,
        sources,
        &record,
        ClusterEditKind::Apart,
        &[&leaving, &staying],
    )?;
    tx.drop_cluster_members(scope, &leaving)?;
    recount(tx, permit, sources, &mut record)?;
    let record = save(tx, permit, record)?;
    tx.touches("cluster", record.id.0);
    cluster_detail(tx, permit, sources, record)
}

/// "These belong": they come in, whatever they were in before, and stay with those that are there. Also takes back
/// [`remove_from_cluster`], and accepts what a run proposes for a locked cluster.
pub fn add_to_cluster(
    tx: &mut Tx<'_>,
    permit: &Permit<AddToCluster>,
    sources: &Sources,
    cluster: ClusterId,
    expected: u64,
    signals: &[SignalId],
) -> Result<ClusterDetail, Stop> {
    let mut record = cluster_in(tx, permit, cluster, expected)?;
    let signals = signals_in(tx, permit, &record, signals)?;
    if signals.iter().any(|signal| signal.state.0.is_ended()) {
        return Err(Refusal::field("/signals", Code::InvalidValue).into());
    }
    let coming: Vec<SignalKey> = signals.iter().map(|signal| signal.id.0).collect();
    let scope = permit.scope();
    let left: BTreeSet<ClusterId> = tx
        .clustered_among(scope, &coming)?
        .into_iter()
        .map(|member| member.cluster_id.0)
        .filter(|left| *left != record.id.0)
        .collect();
    let (inside, _) = standing_in(tx, permit, &record)?;
    no_longer_together(tx, permit, &coming)?;
    no_longer_apart(tx, permit, &coming, &inside)?;
    tx.put_cluster_members(scope, &members_of(&record, &coming))?;
    remember(
        tx,
        permit,
        sources,
        &record,
        ClusterEditKind::Together,
        &[&bound(&coming, &inside)],
    )?;
    for left in left {
        if let Some(mut other) = tx.cluster(scope, left)? {
            recount(tx, permit, sources, &mut other)?;
            save(tx, permit, other)?;
        }
    }
    recount(tx, permit, sources, &mut record)?;
    let record = save(tx, permit, record)?;
    tx.touches("cluster", record.id.0);
    cluster_detail(tx, permit, sources, record)
}

/// What comes in, with one that is there already: bound to it, they are bound to whatever becomes of the cluster. Not to all,
/// so that a run may still find that others left.
fn bound(coming: &[SignalKey], inside: &[SignalKey]) -> Vec<SignalKey> {
    let anchor = inside.iter().find(|key| !coming.contains(key));
    anchor.into_iter().chain(coming).copied().collect()
}

/// Signals that leave, and those of a cluster that stay. `among` are those that may leave.
pub(super) fn parted(
    signals: &[SignalRecord],
    among: &BTreeSet<SignalKey>,
    inside: Vec<SignalKey>,
) -> Result<(Vec<SignalKey>, Vec<SignalKey>), Stop> {
    let leaving: Vec<SignalKey> = signals.iter().map(|signal| signal.id.0).collect();
    if leaving.iter().any(|key| !among.contains(key)) {
        return Err(Refusal::field("/signals", Code::UnknownValue).into());
    }
    let stays = |key: &SignalKey| !leaving.contains(key);
    let staying = inside.into_iter().filter(stays).collect();
    Ok((leaving, staying))
}

/// Signals in a cluster, and those with the proposed ones.
pub(super) fn standing_in<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    record: &ClusterRecord,
) -> Result<(Vec<SignalKey>, BTreeSet<SignalKey>), Stop> {
    let rows = tx.cluster_members(permit.scope(), record.id.0)?;
    let inside = rows
        .iter()
        .filter(|(member, _)| member.status.0 == ClusterStanding::Member)
        .map(|(member, _)| member.signal_id.0)
        .collect();
    let all = rows.iter().map(|(member, _)| member.signal_id.0).collect();
    Ok((inside, all))
}

pub(super) fn members_of(record: &ClusterRecord, keys: &[SignalKey]) -> Vec<ClusterMemberRecord> {
    let member = |key: &SignalKey| ClusterMemberRecord {
        authority_id: record.authority_id,
        signal_id: Key(*key),
        cluster_id: record.id,
        status: Stored(ClusterStanding::Member),
        fit: UNKNOWN_FIT,
        part: 0,
    };
    keys.iter().map(member).collect()
}

/// Signals that were just looked at join the cluster of most of their neighbours, or stay loose until the next run. One that
/// is in a cluster stays there, one that a person kept apart from others stays out, and nobody joins a locked cluster: it is
/// proposed. `near` is each signal with its neighbours and their cosines.
pub fn join_clusters(
    tx: &mut Tx<'_>,
    permit: &Permit<RunJob>,
    sources: &Sources,
    near: &[(SignalKey, Vec<(SignalKey, f32)>)],
) -> Result<usize, Stop> {
    let scope = permit.scope();
    let coming: Vec<SignalKey> = near.iter().map(|(key, _)| *key).collect();
    let mut asked: Vec<SignalKey> = near
        .iter()
        .flat_map(|(key, near)| near.iter().map(|(other, _)| *other).chain([*key]))
        .collect();
    asked.sort_unstable();
    asked.dedup();
    let clustered: BTreeMap<SignalKey, ClusterMemberRecord> = tx
        .clustered_among(scope, &asked)?
        .into_iter()
        .map(|member| (member.signal_id.0, member))
        .collect();
    if clustered.is_empty() {
        return Ok(0);
    }
    let apart = tx.edited_among(scope, ClusterEditKind::Apart, &coming)?;
    let mut joined: BTreeMap<ClusterId, Vec<SignalKey>> = BTreeMap::new();
    for (key, near) in near {
        if clustered.contains_key(key) || apart.contains(&Key(*key)) {
            continue;
        }
        let votes: Vec<(Option<ClusterId>, f32)> = near
            .iter()
            .map(|(other, cosine)| {
                let member = clustered.get(other);
                let member = member.filter(|it| it.status.0 == ClusterStanding::Member);
                (member.map(|it| it.cluster_id.0), *cosine)
            })
            .collect();
        if let Some(cluster) = join(&votes, |_| true) {
            joined.entry(cluster).or_default().push(*key);
        }
    }
    let mut count = 0;
    for (cluster, keys) in joined {
        let Some(mut record) = tx.cluster(scope, cluster)? else {
            continue;
        };
        let mut members = members_of(&record, &keys);
        if record.locked_at.is_some() {
            for member in &mut members {
                member.status = Stored(ClusterStanding::Proposed);
            }
        }
        count += members.len();
        tx.put_cluster_members(scope, &members)?;
        recount(tx, permit, sources, &mut record)?;
        save(tx, permit, record)?;
    }
    Ok(count)
}
