//! From the cut of a graph to groups that are shown: weak members are loose, small groups are none; and where a new
//! signal belongs until the next night.

use std::collections::{BTreeMap, BTreeSet};

use super::edits::Edits;
use super::graph::Graph;

/// Fewer signals are no group.
pub const FEWEST_SIGNALS: usize = 3;
/// A group of one provider would be a person's file.
pub const FEWEST_PROVIDERS: usize = 2;
/// A member with a smaller share of its weights inside its group is loose.
const WEAKEST_TIE: f64 = 0.4;
/// A new signal joins the group that has this share of its neighbours' votes.
const ENOUGH_VOTES: f64 = 0.5;

/// The group of each signal, numbered from 0 in order of their first signal, or `None` for loose ones. Signals that people
/// put together or locked are never loose for being weak. `providers` names the provider of each signal.
pub fn settle(
    graph: &Graph,
    groups: &[usize],
    providers: &[usize],
    edits: &Edits,
) -> Vec<Option<usize>> {
    let kept: BTreeSet<usize> = edits
        .together
        .iter()
        .chain(&edits.locked)
        .flatten()
        .copied()
        .collect();
    let firm: Vec<Option<usize>> = groups
        .iter()
        .zip(&graph.edges)
        .enumerate()
        .map(|(signal, (group, edges))| {
            let is_firm =
                kept.contains(&signal) || inner_share(edges, groups, *group) >= WEAKEST_TIE;
            is_firm.then_some(*group)
        })
        .collect();
    let mut members: BTreeMap<usize, (usize, BTreeSet<usize>)> = BTreeMap::new();
    for (group, provider) in firm.iter().zip(providers) {
        if let Some(group) = group {
            let (signals, of) = members.entry(*group).or_default();
            *signals += 1;
            of.insert(*provider);
        }
    }
    let is_shown = |group: &usize| {
        members
            .get(group)
            .is_some_and(|(signals, of)| *signals >= FEWEST_SIGNALS && of.len() >= FEWEST_PROVIDERS)
    };
    let mut numbers: BTreeMap<usize, usize> = BTreeMap::new();
    let number = |group: Option<usize>| {
        let next = numbers.len();
        let group = group.filter(is_shown)?;
        Some(*numbers.entry(group).or_insert(next))
    };
    firm.into_iter().map(number).collect()
}

fn inner_share(edges: &[(usize, f64)], groups: &[usize], group: usize) -> f64 {
    let all: f64 = edges.iter().map(|(_, weight)| weight).sum();
    let inner = edges
        .iter()
        .filter(|(other, _)| groups.get(*other) == Some(&group));
    let inner: f64 = inner.map(|(_, weight)| weight).sum();
    if all > 0.0 { inner / all } else { 0.0 }
}

/// The group that a new signal joins until the next run, by the votes of its nearest neighbours, each weighing its cosine;
/// loose ones vote for staying loose. Nobody joins a group that is locked: `is_open` tells.
pub fn join<Id: Copy + Ord>(
    neighbours: &[(Option<Id>, f32)],
    is_open: impl Fn(Id) -> bool,
) -> Option<Id> {
    let mut votes: BTreeMap<Id, f64> = BTreeMap::new();
    let mut all = 0.0;
    for (group, cosine) in neighbours {
        let weight = f64::from(cosine.max(0.0));
        all += weight;
        if let Some(group) = group.filter(|group| is_open(*group)) {
            *votes.entry(group).or_insert(0.0) += weight;
        }
    }
    // Among equals the older name.
    let most = votes
        .into_iter()
        .rev()
        .max_by(|one, other| one.1.total_cmp(&other.1));
    most.filter(|(_, votes)| all > 0.0 && *votes >= ENOUGH_VOTES * all)
        .map(|(group, _)| group)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two triangles and a signal that hangs between them.
    fn between() -> (Graph, [usize; 7]) {
        let ties = [(0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5)];
        let strong = ties.map(|(one, other)| (one, other, 1.0));
        let weak = [(6, 0, 0.2), (6, 3, 0.2), (6, 4, 0.2)];
        (
            Graph::of_edges(7, strong.into_iter().chain(weak)),
            [0, 0, 0, 1, 1, 1, 0],
        )
    }

    #[test]
    fn a_weak_member_is_loose_unless_people_put_it_there() {
        let (graph, groups) = between();
        let providers = [1, 2, 3, 4, 5, 6, 7];
        let loose = settle(&graph, &groups, &providers, &Edits::default());
        assert_eq!(loose[5..], [Some(1), None]);
        let edits = Edits {
            together: vec![vec![0, 6]],
            ..Edits::default()
        };
        assert_eq!(settle(&graph, &groups, &providers, &edits)[6], Some(0));
    }

    #[test]
    fn two_signals_or_one_provider_are_no_group() {
        let (graph, groups) = between();
        let of_one = settle(&graph, &groups, &[1, 1, 1, 4, 5, 5, 7], &Edits::default());
        assert_eq!(of_one, [None, None, None, Some(0), Some(0), Some(0), None]);
        let pair = Graph::of_edges(2, [(0, 1, 1.0)]);
        assert_eq!(
            settle(&pair, &[0, 0], &[1, 2], &Edits::default()),
            [None, None]
        );
    }

    #[test]
    fn a_new_signal_joins_by_votes_or_stays_loose() {
        let near = [(Some(7), 0.8), (Some(8), 0.5), (None, 0.2)];
        assert_eq!(join(&near, |_| true), Some(7));
        assert_eq!(join(&near, |group| group != 7), None);
        assert_eq!(join(&[(Some(7), 0.4), (None, 0.9)], |_| true), None);
        assert_eq!(join(&[(Some(9), 0.5), (Some(2), 0.5)], |_| true), Some(2));
        assert_eq!(join::<u32>(&[], |_| true), None);
    }
}
