//! At which resolution a graph has groups.
//!
//! One fixed number cannot serve: seven large subjects and a hundred and fifty small ones differ twentyfold in the
//! resolution that finds them. Newman (2016, doi:10.1103/PhysRevE.94.052315) shows that modularity is the likelihood of a
//! model with as many ties inside groups and between them, and which resolution such a partition asks for. In a graph of
//! nearest neighbours that is too high, since neighbours know each other where there are no groups as well; the share of
//! ties inside, squared, takes that back. Both depend on the partition, so they are asked again until they agree.

use std::collections::BTreeMap;

use super::edits::Edits;
use super::graph::Graph;
use super::leiden::{Partition, leiden};

/// Where the search begins, and the ends of where it may go.
const FIRST: f64 = 1.0;
const LOWEST: f64 = 1.0;
const HIGHEST: f64 = 50.0;
/// Nearer than this is agreed.
const NEAR: f64 = 0.02;
/// Yesterday's stays while the graph asks for at most this share more or less.
const STILL_NEAR: f64 = 0.25;
/// On the sets of docs/benchmarks.md it is agreed after three to eight.
const MOST_ROUNDS: usize = 12;

/// The resolution and the partition that ask for each other.
pub(super) fn found_by(
    graph: &Graph,
    before: &[Option<usize>],
    edits: &Edits,
    yesterday: Option<f64>,
) -> (f64, Partition) {
    let known = yesterday.filter(|resolution| (LOWEST..=HIGHEST).contains(resolution));
    let mut resolution = known.unwrap_or(FIRST);
    let mut near = if known.is_some() { STILL_NEAR } else { NEAR };
    let mut partition = leiden(graph, resolution, before, edits);
    for _ in 0..MOST_ROUNDS {
        let next = asked_by(graph, &partition.groups).clamp(LOWEST, HIGHEST);
        if next.max(resolution) <= (1.0 + near) * next.min(resolution) {
            break;
        }
        near = NEAR;
        resolution = next;
        partition = leiden(graph, resolution, before, edits);
    }
    (resolution, partition)
}

/// The resolution that a partition asks for; [`FIRST`] where there is nothing to tell groups by.
fn asked_by(graph: &Graph, groups: &[usize]) -> f64 {
    let mut strengths: BTreeMap<usize, f64> = BTreeMap::new();
    let (mut inner, mut total) = (0.0, 0.0);
    for (row, group) in graph.edges.iter().zip(groups) {
        for (other, weight) in row {
            total += weight;
            if groups.get(*other) == Some(group) {
                inner += weight;
            }
            *strengths.entry(*group).or_insert(0.0) += weight;
        }
    }
    let by_chance: f64 = strengths
        .values()
        .map(|strength| (strength / total).powi(2))
        .sum();
    let share = inner / total;
    // Ties inside groups and between them, as multiples of what chance would give.
    let (inside, between) = (share / by_chance, (1.0 - share) / (1.0 - by_chance));
    let asked = share.powi(2) * (inside - between) / (inside.ln() - between.ln());
    if asked.is_finite() { asked } else { FIRST }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rings of ten signals, each with a weak tie to the next.
    fn rings(count: usize) -> Graph {
        let near = (0..10 * count).flat_map(|signal: usize| {
            let own = signal / 10 * 10;
            (1..=3).map(move |step| (signal, own + (signal + step) % 10, 1.0))
        });
        let far = (0..count).map(|ring| (10 * ring, (10 * ring + 15) % (10 * count), 0.5));
        Graph::of_edges(10 * count, near.chain(far))
    }

    #[test]
    fn few_groups_and_many_small_ones_are_found_alike() {
        for count in [4, 40, 150] {
            let graph = rings(count);
            let nothing = vec![None; graph.len()];
            let (resolution, partition) = found_by(&graph, &nothing, &Edits::default(), None);
            let planted: Vec<usize> = (0..graph.len()).map(|signal| signal / 10).collect();
            assert_eq!(partition.groups, planted, "{count} at {resolution}");
        }
    }

    #[test]
    fn a_graph_without_ties_asks_for_nothing() {
        for graph in [Graph::of_edges(0, []), Graph::of_edges(3, [])] {
            let nothing = vec![None; graph.len()];
            let (resolution, _) = found_by(&graph, &nothing, &Edits::default(), None);
            assert!((resolution - FIRST).abs() < f64::EPSILON);
        }
    }

    #[test]
    fn yesterdays_stays_while_it_is_near() {
        let graph = rings(40);
        let nothing = vec![None; graph.len()];
        let found = |yesterday| found_by(&graph, &nothing, &Edits::default(), yesterday).0;
        let today = found(None);
        assert!((found(Some(today * 1.2)) - today * 1.2).abs() < f64::EPSILON);
        assert!((found(Some(today * 2.0)) / today - 1.0).abs() < 0.05);
        assert!((found(Some(f64::NAN)) - today).abs() < f64::EPSILON);
    }
}
