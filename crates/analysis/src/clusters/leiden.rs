//! The Leiden algorithm (Traag et al. 2019, doi:10.1038/s41598-019-41695-z) for modularity with a resolution, without
//! chance: nodes are visited in order, the refinement takes the best move, ties go to the smaller number.
//!
//! Signals that people put together are one node from the start; a move into a group from which a node is kept apart is
//! never made, on no level; a locked group has no edges to leave or be joined by. O(edges) a pass.
#![expect(
    clippy::indexing_slicing,
    reason = "every index is a node or group of the level at hand, numbered from 0"
)]

use std::collections::{BTreeMap, VecDeque};

use super::edits::{Contradiction, Edits};
use super::graph::Graph;

/// Groups of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Partition {
    /// The group of each signal, numbered from 0 in order of their first signal.
    pub groups: Vec<usize>,
    /// Where the edits say two things at once.
    pub contradictions: Vec<Contradiction>,
}

/// Gains below this are rounding.
const SMALLEST_GAIN: f64 = 1e-12;
/// Passes from the signals up; the fourth rarely changes anything.
const MOST_PASSES: usize = 10;

/// Cuts a graph into groups. `before` is the partition to begin with, yesterday's: a group for each signal, where a new
/// signal has one of its own (`None`).
pub fn leiden(
    graph: &Graph,
    resolution: f64,
    before: &[Option<usize>],
    edits: &Edits,
) -> Partition {
    let bonds = edits.bonds(graph.len());
    let (level, node_of) = Level::of(
        graph,
        &bonds.first,
        |node| bonds.locked.contains(&node),
        &bonds.apart,
    );
    let mut groups = level.begin(before, &node_of);
    for _ in 0..MOST_PASSES {
        let next = level.pass(&groups, resolution);
        if next == groups {
            break;
        }
        groups = next;
    }
    let of_signals: Vec<usize> = node_of.iter().map(|node| groups[*node]).collect();
    Partition {
        groups: renumbered(&of_signals),
        contradictions: bonds.contradictions,
    }
}

/// Modularity of a partition at a resolution (Reichardt and Bornholdt), in -1 to 1 for resolution 1.
pub fn modularity(graph: &Graph, groups: &[usize], resolution: f64) -> f64 {
    let mut strengths: BTreeMap<usize, f64> = BTreeMap::new();
    let (mut inner, mut total) = (0.0, 0.0);
    for (row, group) in graph.edges.iter().zip(groups) {
        for (other, weight) in row {
            total += weight;
            inner += if groups.get(*other) == Some(group) {
                *weight
            } else {
                0.0
            };
            *strengths.entry(*group).or_insert(0.0) += weight;
        }
    }
    if total <= 0.0 {
        return 0.0;
    }
    let squares: f64 = strengths
        .values()
        .map(|strength| (strength / total).powi(2))
        .sum();
    inner / total - resolution * squares
}

/// Nodes of one level: signals, or groups of the level below.
struct Level {
    edges: Vec<Vec<(usize, f64)>>,
    /// Sum of the weights at each node, those inside it counted twice.
    strengths: Vec<f64>,
    apart: Vec<Vec<usize>>,
    /// Twice the sum of all weights.
    total: f64,
}

impl Level {
    /// The first level, and the node of each signal.
    fn of(
        graph: &Graph,
        first: &[usize],
        is_locked: impl Fn(usize) -> bool,
        apart: &BTreeMap<usize, std::collections::BTreeSet<usize>>,
    ) -> (Self, Vec<usize>) {
        let node_of = renumbered(first);
        let count = node_of.iter().max().map_or(0, |last| last + 1);
        let mut rows = vec![BTreeMap::new(); count];
        let mut strengths = vec![0.0; count];
        for (signal, row) in graph.edges.iter().enumerate() {
            for (other, weight) in row {
                let (from, to) = (node_of[signal], node_of[*other]);
                let is_cut = is_locked(first[signal]) || is_locked(first[*other]);
                if from != to && is_cut {
                    continue;
                }
                strengths[from] += weight;
                if from != to {
                    *rows[from].entry(to).or_insert(0.0) += weight;
                }
            }
        }
        let mut conflicts = vec![Vec::new(); count];
        for (one, others) in apart {
            conflicts[node_of[*one]] = others.iter().map(|other| node_of[*other]).collect();
        }
        let level = Self {
            edges: rows
                .into_iter()
                .map(|row| row.into_iter().collect())
                .collect(),
            total: strengths.iter().sum(),
            strengths,
            apart: conflicts,
        };
        (level, node_of)
    }

    /// Yesterday's groups, without what an edit or a lock forbids.
    fn begin(&self, before: &[Option<usize>], node_of: &[usize]) -> Vec<usize> {
        let count = self.edges.len();
        let mut groups: Vec<usize> = (0..count).collect();
        let mut place_of: BTreeMap<usize, usize> = BTreeMap::new();
        let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let mut is_placed = vec![false; count];
        for (group, node) in before.iter().zip(node_of) {
            let Some(group) = group else { continue };
            // A node without edges has no reason to be in a group: locked ones are such.
            if std::mem::replace(&mut is_placed[*node], true) || self.edges[*node].is_empty() {
                continue;
            }
            let own = members.entry(*group).or_default();
            if own.iter().any(|member| self.apart[*node].contains(member)) {
                continue;
            }
            own.push(*node);
            groups[*node] = *place_of.entry(*group).or_insert(*node);
        }
        groups
    }

    /// Moves, refines, and does the same one level up until nothing changes; the group of each node.
    fn pass(&self, groups: &[usize], resolution: f64) -> Vec<usize> {
        let mut groups = renumbered(groups);
        self.move_nodes(&mut groups, resolution);
        let groups = renumbered(&groups);
        let count = groups.iter().max().map_or(0, |last| last + 1);
        if count == self.edges.len() {
            return groups;
        }
        let parts = renumbered(&self.refined(&groups, resolution));
        let (above, groups_above) = self.above(&parts, &groups);
        if above.edges.len() == self.edges.len() {
            return groups;
        }
        let found = above.pass(&groups_above, resolution);
        renumbered(&parts.iter().map(|part| found[*part]).collect::<Vec<_>>())
    }

    /// Each node to the group where it gains most, again for the neighbours of what moved.
    fn move_nodes(&self, groups: &mut [usize], resolution: f64) {
        let count = self.edges.len();
        let mut strengths = vec![0.0; count];
        let mut sizes = vec![0_usize; count];
        for (node, group) in groups.iter().enumerate() {
            strengths[*group] += self.strengths[node];
            sizes[*group] += 1;
        }
        let mut empty: Vec<usize> = (0..count)
            .rev()
            .filter(|group| sizes[*group] == 0)
            .collect();
        let mut queue: VecDeque<usize> = (0..count).collect();
        let mut is_queued = vec![true; count];
        let mut links = vec![0.0; count];
        while let Some(node) = queue.pop_front() {
            is_queued[node] = false;
            let own = groups[node];
            strengths[own] -= self.strengths[node];
            sizes[own] -= 1;
            let mut near: Vec<usize> = vec![own];
            for (other, weight) in &self.edges[node] {
                links[groups[*other]] += weight;
                near.push(groups[*other]);
            }
            near.sort_unstable();
            near.dedup();
            let gain = |group: usize| {
                links[group] - resolution * self.strengths[node] * strengths[group] / self.total
            };
            // Alone is always possible and gains nothing.
            let (mut best, mut most) = (own, gain(own));
            for group in near.iter().copied().filter(|group| *group != own) {
                let is_better = gain(group) > most + SMALLEST_GAIN;
                if is_better && !self.apart[node].iter().any(|other| groups[*other] == group) {
                    (best, most) = (group, gain(group));
                }
            }
            if most < -SMALLEST_GAIN && sizes[own] > 0 {
                best = empty.pop().unwrap_or(own);
            }
            for group in near {
                links[group] = 0.0;
            }
            strengths[best] += self.strengths[node];
            sizes[best] += 1;
            if best != own {
                if sizes[own] == 0 {
                    empty.push(own);
                }
                groups[node] = best;
                for (other, _) in &self.edges[node] {
                    if groups[*other] != best && !std::mem::replace(&mut is_queued[*other], true) {
                        queue.push_back(*other);
                    }
                }
            }
        }
    }

    /// Parts of the groups that hang together well: nodes on their own join the part of their group where they gain most.
    /// A group holds no two that are kept apart, so neither does a part of it.
    fn refined(&self, groups: &[usize], resolution: f64) -> Vec<usize> {
        let count = self.edges.len();
        let mut parts: Vec<usize> = (0..count).collect();
        let mut strengths = self.strengths.clone();
        let mut of_group = vec![0.0; count];
        for (node, group) in groups.iter().enumerate() {
            of_group[*group] += self.strengths[node];
        }
        let inner = |node: usize| -> f64 {
            let same = self.edges[node]
                .iter()
                .filter(|(other, _)| groups[*other] == groups[node]);
            same.map(|(_, weight)| weight).sum()
        };
        // Weight from each part to the rest of its group.
        let mut outward: Vec<f64> = (0..count).map(inner).collect();
        let mut is_single = vec![true; count];
        let is_well_connected = |outward: f64, strength: f64, whole: f64| {
            outward + SMALLEST_GAIN >= resolution * strength * (whole - strength) / self.total
        };
        for node in 0..count {
            let whole = of_group[groups[node]];
            if !is_single[node] || !is_well_connected(outward[node], strengths[node], whole) {
                continue;
            }
            let mut links: BTreeMap<usize, f64> = BTreeMap::new();
            for (other, weight) in &self.edges[node] {
                if groups[*other] == groups[node] {
                    *links.entry(parts[*other]).or_insert(0.0) += weight;
                }
            }
            let mut best: Option<(usize, f64, f64)> = None;
            for (part, link) in links {
                let gain = link - resolution * self.strengths[node] * strengths[part] / self.total;
                let is_better = gain > best.map_or(0.0, |(_, most, _)| most) + SMALLEST_GAIN;
                if is_better && is_well_connected(outward[part], strengths[part], whole) {
                    best = Some((part, gain, link));
                }
            }
            if let Some((part, _, link)) = best {
                outward[part] += outward[node] - 2.0 * link;
                strengths[part] += strengths[node];
                strengths[node] = 0.0;
                parts[node] = part;
                is_single[node] = false;
                is_single[part] = false;
            }
        }
        parts
    }

    /// Parts as nodes, and the group of each.
    fn above(&self, parts: &[usize], groups: &[usize]) -> (Self, Vec<usize>) {
        let count = parts.iter().max().map_or(0, |last| last + 1);
        let mut rows = vec![BTreeMap::new(); count];
        let (mut strengths, mut groups_above) = (vec![0.0; count], vec![0; count]);
        let mut apart = vec![Vec::new(); count];
        for (node, part) in parts.iter().enumerate() {
            strengths[*part] += self.strengths[node];
            groups_above[*part] = groups[node];
            for (other, weight) in &self.edges[node] {
                if parts[*other] != *part {
                    *rows[*part].entry(parts[*other]).or_insert(0.0) += weight;
                }
            }
            apart[*part].extend(self.apart[node].iter().map(|other| parts[*other]));
        }
        let level = Self {
            edges: rows
                .into_iter()
                .map(|row| row.into_iter().collect())
                .collect(),
            strengths,
            apart,
            total: self.total,
        };
        (level, groups_above)
    }
}

/// The same groups, numbered from 0 in order of their first member.
fn renumbered(groups: &[usize]) -> Vec<usize> {
    let mut numbers: BTreeMap<usize, usize> = BTreeMap::new();
    let number = |group: &usize| {
        let next = numbers.len();
        *numbers.entry(*group).or_insert(next)
    };
    groups.iter().map(number).collect()
}
