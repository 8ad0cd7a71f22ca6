//! From vectors to groups that are shown, at three zoom levels: the one way in, with the setting that was measured
//! (docs/adr/0019).

use std::collections::BTreeSet;

use crate::vectors::{Mean, Store};

use super::edits::{Contradiction, Edits};
use super::graph::Graph;
use super::leiden::{Partition, leiden};
use super::resolution::found_by;
use super::settle::settle;

/// Zoom levels as shares of the resolution that was found: half of it shows few large groups, twice as much small ones.
pub const ZOOMS: [f64; 3] = [0.5, 1.0, 2.0];
/// The zoom level that is shown first.
pub const MIDDLE: usize = 1;
/// Neighbours of each signal that are looked at: hubs among them lose, then [`neighbours`] stay.
pub const LOOKED_AT: usize = 30;

/// What the last run found, so that groups do not move without reason.
#[derive(Debug, Clone, Copy)]
pub struct Yesterday<'a> {
    /// [`Groups::resolution`] of that run.
    pub resolution: f64,
    /// Its groups at each zoom level, by today's numbers of the signals; a list may be shorter, as new signals come last.
    pub groups: [&'a [Option<usize>]; 3],
}

/// Groups of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Groups {
    /// At each of [`ZOOMS`] the group of each signal, numbered from 0 in order of their first signal; `None` is loose.
    pub zooms: [Vec<Option<usize>>; 3],
    /// Where the graph said that the middle level is; to be kept for [`Yesterday`].
    pub resolution: f64,
    /// Where the edits say two things at once.
    pub contradictions: Vec<Contradiction>,
}

/// How many nearest neighbours tie a signal, of so many: 18 from 729 on, fewer of fewer, at least 4.
pub fn neighbours(count: usize) -> usize {
    (count.isqrt() * 2 / 3).clamp(4, 18)
}

/// Finds groups among signals. `vectors` are as the embedder gave them, all of one model; `providers` names the provider of
/// each. Centres them, takes the exact nearest neighbours, and goes on as [`group_neighbours`].
///
/// A vector of another width than the first, of zeros, or with a number that is none, is loose unless people put it
/// somewhere. Deterministic. O(n²): 17,000 vectors of 384 numbers take some seconds.
pub fn group(
    vectors: &[Vec<f32>],
    providers: &[usize],
    edits: &Edits,
    yesterday: Option<&Yesterday<'_>>,
) -> Groups {
    let dim = vectors.first().map_or(0, Vec::len);
    let mean = Mean::of(dim, vectors.iter().map(Vec::as_slice));
    let mut store = Store::new(dim);
    let mut nearest = Vec::new();
    // The store takes them all: `centred` gives zeros, which are never found, for what is no vector.
    let is_stored = vectors
        .iter()
        .all(|vector| store.push(&mean.centred(vector)).is_ok());
    if is_stored {
        nearest = store.knn_graph(LOOKED_AT);
    }
    nearest.resize(vectors.len(), Vec::new());
    group_neighbours(&nearest, providers, edits, yesterday)
}

/// The same from the nearest neighbours of each signal with their cosines, [`LOOKED_AT`] of them or more, for whoever keeps
/// a store already. The graph tells at which resolution it has groups; yesterday's stays while it is near that.
pub fn group_neighbours(
    nearest: &[Vec<(usize, f32)>],
    providers: &[usize],
    edits: &Edits,
    yesterday: Option<&Yesterday<'_>>,
) -> Groups {
    // A tie across a split would make both parts of it look weak.
    let apart = edits.kept_apart();
    let allowed: Vec<Vec<(usize, f32)>> = nearest
        .iter()
        .enumerate()
        .map(|(signal, near)| {
            let near = near.iter().copied();
            near.filter(|(other, _)| !apart.contains(&(signal, *other)))
                .collect()
        })
        .collect();
    let graph = Graph::of_neighbours(&Graph::without_hubs(&allowed, neighbours(nearest.len())));
    let before = |zoom: usize| -> Vec<Option<usize>> {
        let known = yesterday.and_then(|yesterday| yesterday.groups.get(zoom));
        let mut known = known.map(|known| known.to_vec()).unwrap_or_default();
        known.resize(graph.len(), None);
        known
    };
    let known = yesterday.map(|yesterday| yesterday.resolution);
    let (resolution, middle) = found_by(&graph, &before(MIDDLE), edits, known);
    let mut contradictions = BTreeSet::new();
    let zooms = std::array::from_fn(|zoom| {
        let partition = if zoom == MIDDLE {
            middle.clone()
        } else {
            let share = ZOOMS.get(zoom).copied().unwrap_or(1.0);
            leiden(&graph, share * resolution, &before(zoom), edits)
        };
        let Partition {
            groups,
            contradictions: own,
        } = partition;
        contradictions.extend(own);
        settle(&graph, &groups, providers, edits)
    });
    Groups {
        zooms,
        resolution,
        contradictions: contradictions.into_iter().collect(),
    }
}
