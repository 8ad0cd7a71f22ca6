//! A run: vectors to a graph, the graph to clusters, with what people decided kept and yesterday's names carried over.

use std::collections::{BTreeMap, BTreeSet};

use analysis::clusters::{
    Change, Edits, LOOKED_AT, Yesterday, carry_over, group_neighbours, join, labels, typical,
};
use analysis::vectors::{Mean, Quantised, Store};
use shared::cluster::{
    ClusterChange, ClusterChangeKind, ClusterEditKind, ClusterFacts, ClusterStanding,
};
use shared::id::{AuthorityId, ClusterId, ProviderRef, SignalKey};
use storage::records::ClusterMemberRecord;
use storage::{Key, Stored};
use workflow::Sources;
use workflow::clusters::{FoundCluster, Grouping, Material, QUOTES, WORDS, weeks};

use super::Analyst;
use super::room::percent;

/// A resolution is kept in thousandths.
const THOUSAND: f64 = 1_000.0;

/// What one run finds in what was read.
pub(crate) fn grouped(
    analyst: &Analyst,
    sources: &Sources,
    authority: AuthorityId,
    material: &Material,
) -> Grouping {
    let dim = analyst.embedder().dim();
    let ground = &analyst.ground().mean;
    // A vector that cannot be read is one of zeros: its signal stays loose.
    let raw: Vec<Vec<f32>> = material
        .rows
        .iter()
        .map(|row| {
            let read = Quantised::from_bytes(&row.vector).map(|vector| vector.to_vector());
            read.ok()
                .filter(|vector| vector.len() == dim)
                .unwrap_or_else(|| vec![0.0; dim])
        })
        .collect();
    let mean = ground
        .clone()
        .and(&Mean::of(dim, raw.iter().map(Vec::as_slice)));
    // Each goes as it is centred: all of them twice would be most of the memory of a run.
    let vectors: Vec<Vec<f32>> = raw
        .into_iter()
        .map(|vector| mean.centred(&vector))
        .collect();
    let mut store = Store::new(dim);
    for vector in &vectors {
        // One of another width cannot be: all have this one.
        let _index = store.push(vector);
    }
    let near = store.knn_graph(LOOKED_AT);
    let run = Run::new(material, &near);
    let yesterday = material.resolution.map(|resolution| Yesterday {
        resolution: f64::from(resolution) / THOUSAND,
        groups: [&run.before; 3],
    });
    let found = group_neighbours(&near, &run.providers, &run.edits, yesterday.as_ref());
    let [regions, settled, parts] = found.zooms;
    let fresh = || ClusterId::new(sources.ids.public());
    let lineage = carry_over(&run.before_ids, &settled, fresh);
    let texts: Vec<_> = material
        .rows
        .iter()
        .map(|row| (row.text.text.as_str(), row.text.language))
        .collect();
    let words = labels(&texts, &settled, &material.places, WORDS);
    let proposed = run.proposed(&settled, &lineage.ids, &near);
    let mut inside: Vec<Vec<usize>> = vec![Vec::new(); lineage.ids.len()];
    for (signal, group) in settled.iter().enumerate() {
        if let Some(inside) = group.and_then(|group| inside.get_mut(group)) {
            inside.push(signal);
        }
    }
    let clusters = lineage
        .ids
        .iter()
        .zip(&inside)
        .zip(words)
        .map(|((id, inside), words)| {
            let found = Inside {
                material,
                vectors: &vectors,
                regions: &regions,
                parts: &parts,
                proposed: proposed.get(id).map_or(&[][..], Vec::as_slice),
                before: run.known.get(id),
            };
            found.cluster(authority, *id, words, inside)
        })
        .collect();
    Grouping {
        model: analyst.model().to_owned(),
        mark: material.mark(),
        looked_at: material.rows.iter().map(|row| row.text.key).collect(),
        known: material
            .members
            .iter()
            .map(|member| member.signal_id.0)
            .collect(),
        clusters,
        resolution: thousandths(found.resolution),
        changes: lineage.changes.iter().map(told).collect(),
    }
}

fn told(change: &Change<ClusterId>) -> ClusterChange {
    let (kind, cluster, other) = match *change {
        Change::Born(id) => (ClusterChangeKind::Born, id, None),
        Change::Grew(id) => (ClusterChangeKind::Grew, id, None),
        Change::Split(from, id) => (ClusterChangeKind::Split, id, Some(from)),
        Change::Merged(id, into) => (ClusterChangeKind::Merged, id, Some(into)),
        Change::Died(id) => (ClusterChangeKind::Died, id, None),
    };
    ClusterChange {
        kind,
        cluster,
        other,
    }
}

/// What a run begins with, by the number of each signal in it.
struct Run {
    providers: Vec<usize>,
    /// Yesterday's cluster of each signal, by name and as a number.
    before_ids: Vec<Option<ClusterId>>,
    before: Vec<Option<usize>>,
    edits: Edits,
    locked: BTreeSet<ClusterId>,
    /// Yesterday's members of each cluster.
    known: BTreeMap<ClusterId, BTreeSet<SignalKey>>,
    /// Signals that a person kept apart from others.
    kept_apart: BTreeSet<usize>,
}

impl Run {
    fn new(material: &Material, near: &[Vec<(usize, f32)>]) -> Self {
        let numbers: BTreeMap<SignalKey, usize> = material
            .rows
            .iter()
            .enumerate()
            .map(|(number, row)| (row.text.key, number))
            .collect();
        let mut known: BTreeMap<ClusterId, BTreeSet<SignalKey>> = BTreeMap::new();
        let mut before_ids = vec![None; near.len()];
        let inside = |member: &&ClusterMemberRecord| member.status.0 == ClusterStanding::Member;
        for member in material.members.iter().filter(inside) {
            let (key, id) = (member.signal_id.0, member.cluster_id.0);
            known.entry(id).or_default().insert(key);
            if let Some(own) = numbers
                .get(&key)
                .and_then(|number| before_ids.get_mut(*number))
            {
                *own = Some(id);
            }
        }
        let ids: BTreeMap<ClusterId, usize> = known.keys().copied().zip(0..).collect();
        let before = before_ids
            .iter()
            .map(|id| id.and_then(|id: ClusterId| ids.get(&id).copied()))
            .collect();
        let mut of_providers: BTreeMap<ProviderRef, usize> = BTreeMap::new();
        let providers = material
            .rows
            .iter()
            .map(|row| {
                let next = of_providers.len();
                *of_providers.entry(row.provider).or_insert(next)
            })
            .collect();
        let locked: BTreeSet<ClusterId> = material
            .clusters
            .iter()
            .filter(|cluster| cluster.locked_at.is_some())
            .map(|cluster| cluster.id.0)
            .collect();
        let mut edits = decided(material, &numbers);
        let kept_apart = edits
            .apart
            .iter()
            .flat_map(|(ones, others)| ones.iter().chain(others))
            .copied()
            .collect();
        let finished = known.iter().filter(|(id, _)| locked.contains(id));
        let numbered = |keys: &BTreeSet<SignalKey>| {
            let numbers = keys.iter().filter_map(|key| numbers.get(key).copied());
            numbers.collect()
        };
        edits.locked = finished.map(|(_, keys)| numbered(keys)).collect();
        Self {
            providers,
            before_ids,
            before,
            edits,
            locked,
            known,
            kept_apart,
        }
    }

    /// Loose signals whose neighbours are in a locked cluster: proposed for it. One that a person kept apart is not.
    fn proposed(
        &self,
        settled: &[Option<usize>],
        ids: &[ClusterId],
        near: &[Vec<(usize, f32)>],
    ) -> BTreeMap<ClusterId, Vec<usize>> {
        let cluster_of = |signal: usize| {
            let group = settled.get(signal).copied().flatten();
            group.and_then(|group| ids.get(group).copied())
        };
        let mut proposed: BTreeMap<ClusterId, Vec<usize>> = BTreeMap::new();
        for (signal, near) in near.iter().enumerate() {
            if cluster_of(signal).is_some() || self.kept_apart.contains(&signal) {
                continue;
            }
            let votes: Vec<(Option<ClusterId>, f32)> = near
                .iter()
                .map(|(other, cosine)| (cluster_of(*other), *cosine))
                .collect();
            let cluster = join(&votes, |_| true);
            if let Some(cluster) = cluster.filter(|cluster| self.locked.contains(cluster)) {
                proposed.entry(cluster).or_default().push(signal);
            }
        }
        proposed
    }
}

/// What people decided, by the numbers of the signals.
fn decided(material: &Material, numbers: &BTreeMap<SignalKey, usize>) -> Edits {
    let mut by_edit: Vec<(uuid::Uuid, ClusterEditKind, [Vec<usize>; 2])> = Vec::new();
    for (edit, kind, key, side) in &material.edits {
        let Some(number) = numbers.get(&key.0) else {
            continue;
        };
        if by_edit.last().is_none_or(|(last, ..)| *last != edit.0) {
            by_edit.push((edit.0, kind.0, [Vec::new(), Vec::new()]));
        }
        if let Some((_, _, [ones, others])) = by_edit.last_mut() {
            if *side == 0 { ones } else { others }.push(*number);
        }
    }
    let mut edits = Edits::default();
    for (_, kind, [ones, others]) in by_edit {
        match kind {
            ClusterEditKind::Together => edits.together.push(ones),
            ClusterEditKind::Apart => edits.apart.push((ones, others)),
        }
    }
    let number = |key: &Key<SignalKey>| numbers.get(&key.0).copied();
    let pairs = material.differences.iter();
    let pairs = pairs.filter_map(|(one, other)| number(one).zip(number(other)));
    edits
        .apart
        .extend(pairs.map(|(one, other)| (vec![one], vec![other])));
    edits
}

/// What a cluster is told from.
struct Inside<'a> {
    material: &'a Material,
    vectors: &'a [Vec<f32>],
    regions: &'a [Option<usize>],
    parts: &'a [Option<usize>],
    proposed: &'a [usize],
    before: Option<&'a BTreeSet<SignalKey>>,
}

impl Inside<'_> {
    fn cluster(
        &self,
        authority: AuthorityId,
        id: ClusterId,
        words: Vec<String>,
        inside: &[usize],
    ) -> FoundCluster {
        let vectors: Vec<&[f32]> = inside.iter().filter_map(|it| self.vector(*it)).collect();
        let (chosen, coherence) = typical(&vectors, QUOTES);
        let mut centre = vec![0.0; vectors.first().map_or(0, |first| first.len())];
        for vector in &vectors {
            for (sum, value) in centre.iter_mut().zip(*vector) {
                *sum += value;
            }
        }
        let fit = |signal: usize| {
            self.vector(signal)
                .map_or(0, |it| percent(cosine(it, &centre)))
        };
        let parts = self.parts(inside);
        let member = |signal: usize, standing| {
            let row = self.material.rows.get(signal)?;
            Some(ClusterMemberRecord {
                authority_id: Key(authority),
                signal_id: Key(row.text.key),
                cluster_id: Key(id),
                status: Stored(standing),
                fit: i32::from(fit(signal)),
                part: self
                    .parts
                    .get(signal)
                    .and_then(|part| parts.get(part))
                    .copied()
                    .unwrap_or_default(),
            })
        };
        let members: Vec<ClusterMemberRecord> = inside
            .iter()
            .filter_map(|signal| member(*signal, ClusterStanding::Member))
            .chain(
                self.proposed
                    .iter()
                    .filter_map(|signal| member(*signal, ClusterStanding::Proposed)),
            )
            .collect();
        let rows = || {
            inside
                .iter()
                .filter_map(|signal| self.material.rows.get(*signal))
        };
        let keys: BTreeSet<SignalKey> = rows().map(|row| row.text.key).collect();
        let nothing = BTreeSet::new();
        let before = self.before.unwrap_or(&nothing);
        let providers: BTreeSet<ProviderRef> = rows().map(|row| row.provider).collect();
        let sectors: BTreeSet<&str> = rows().filter_map(|row| row.sector.as_deref()).collect();
        let facts = ClusterFacts {
            signals: count(inside.len()),
            providers: count(providers.len()),
            sectors: count(sectors.len()),
            weeks: weeks(rows().map(|row| row.received_on), self.material.today),
            coherence: percent(coherence),
            region: inside
                .iter()
                .find_map(|signal| self.regions.get(*signal).copied().flatten())
                .map_or(0, |region| count(region + 1)),
            joined: count(keys.difference(before).count()),
            left: count(before.difference(&keys).count()),
            proposed: count(self.proposed.len()),
            typical: chosen
                .into_iter()
                .filter_map(|place| self.material.rows.get(*inside.get(place)?))
                .map(|row| row.id)
                .collect(),
        };
        FoundCluster {
            id,
            words,
            facts,
            members,
        }
    }

    fn vector(&self, signal: usize) -> Option<&[f32]> {
        self.vectors.get(signal).map(Vec::as_slice)
    }

    /// The parts of a cluster, numbered from 0 in the order of their first signal.
    fn parts(&self, inside: &[usize]) -> BTreeMap<Option<usize>, i32> {
        let mut numbers = BTreeMap::new();
        for part in inside.iter().filter_map(|signal| self.parts.get(*signal)) {
            let next = i32::try_from(numbers.len()).unwrap_or(i32::MAX);
            numbers.entry(*part).or_insert(next);
        }
        numbers
    }
}

fn cosine(one: &[f32], other: &[f32]) -> f64 {
    let dot = |one: &[f32], other: &[f32]| {
        let pairs = one.iter().zip(other);
        pairs
            .map(|(one, other)| f64::from(*one) * f64::from(*other))
            .sum::<f64>()
    };
    let length = (dot(one, one) * dot(other, other)).sqrt();
    dot(one, other) / length.max(f64::MIN_POSITIVE)
}

/// At most some hundreds; the look that finds it has a ceiling.
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    reason = "clamped to what fits"
)]
fn thousandths(resolution: f64) -> i32 {
    (resolution * THOUSAND).round().clamp(0.0, 1e9) as i32
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
