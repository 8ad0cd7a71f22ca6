//! Two clusters are one.

use policy::{MergeClusters, Permit};
use shared::cluster::{ClusterDetail, ClusterEditKind, ClusterStanding};
use shared::id::{ClusterId, SignalKey};
use shared::problem::Code;
use storage::{At, Stored, Tx};

use super::find::{cluster_in, no_longer_apart, remember, save};
use super::members::standing_in;
use super::recount::recount;
use super::split::WORDS;
use super::view::cluster_detail;
use crate::{Refusal, Sources, Stop};

/// The other goes into this one, and every later run keeps them together. Splitting takes it back.
pub fn merge_clusters(
    tx: &mut Tx<'_>,
    permit: &Permit<MergeClusters>,
    sources: &Sources,
    cluster: ClusterId,
    expected: u64,
    other: ClusterId,
) -> Result<ClusterDetail, Stop> {
    let mut record = cluster_in(tx, permit, cluster, expected)?;
    let scope = permit.scope();
    let mut other = tx
        .cluster(scope, other)?
        .filter(|other| {
            let is_here = other.authority_id == record.authority_id;
            is_here && other.id != record.id && other.gone_at.is_none()
        })
        .ok_or_else(|| Refusal::field("/other", Code::UnknownValue))?;
    let (own, _) = standing_in(tx, permit, &record)?;
    let (theirs, _) = standing_in(tx, permit, &other)?;
    let all: Vec<SignalKey> = own.iter().chain(&theirs).copied().collect();
    no_longer_apart(tx, permit, &theirs, &own)?;
    remember(
        tx,
        permit,
        sources,
        &record,
        ClusterEditKind::Together,
        &[&all],
    )?;
    let mut moved = tx.clustered_among(scope, &theirs)?;
    for member in &mut moved {
        member.cluster_id = record.id;
        member.status = Stored(ClusterStanding::Member);
    }
    tx.put_cluster_members(scope, &moved)?;
    other.gone_at = Some(At(sources.now()));
    other.merged_into = Some(record.id);
    record.issue_id = record.issue_id.or(other.issue_id);
    record.name = record.name.take().or_else(|| other.name.clone());
    record.words.0 = in_turn(&record.words.0, &other.words.0);
    recount(tx, permit, sources, &mut record)?;
    recount(tx, permit, sources, &mut other)?;
    save(tx, permit, other)?;
    let record = save(tx, permit, record)?;
    tx.touches("cluster", record.id.0);
    cluster_detail(tx, permit, sources, record)
}

/// Words of both, the strongest first, until the next run weighs them anew.
fn in_turn(own: &[String], theirs: &[String]) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for place in 0..WORDS {
        for word in [own.get(place), theirs.get(place)].into_iter().flatten() {
            if !words.contains(word) && words.len() < WORDS {
                words.push(word.clone());
            }
        }
    }
    words
}
