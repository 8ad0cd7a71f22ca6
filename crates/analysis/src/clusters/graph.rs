//! How much two signals belong together: weights between 0 and 1 over the nearest neighbours.

use std::collections::BTreeMap;

/// Undirected edges with weights; signals are numbered from 0.
#[derive(Debug, Clone, PartialEq)]
pub struct Graph {
    pub(super) edges: Vec<Vec<(usize, f64)>>,
}

/// What a hub loses of its average.
const HUB: f32 = 0.125;
/// Neighbours that the average is of.
const NEAREST: usize = 15;
/// Steps of halving; 2^-64 is beyond the precision of a number.
const HALVINGS: u32 = 64;

impl Graph {
    /// From edges given once each, in any order; an edge given twice adds up. One to itself or beyond `count` is left out.
    pub fn of_edges(count: usize, edges: impl IntoIterator<Item = (usize, usize, f64)>) -> Self {
        let mut rows = vec![BTreeMap::new(); count];
        for (one, other, weight) in edges {
            if one == other || one.max(other) >= count || weight <= 0.0 {
                continue;
            }
            for (from, to) in [(one, other), (other, one)] {
                if let Some(row) = rows.get_mut(from) {
                    *row.entry(to).or_insert(0.0) += weight;
                }
            }
        }
        Self {
            edges: rows
                .into_iter()
                .map(|row| row.into_iter().collect())
                .collect(),
        }
    }

    /// From the nearest neighbours of each signal with their cosines: fuzzy sets as in UMAP (`McInnes` et al. 2018,
    /// arXiv:1802.03426, section 3.1). The nearest neighbour weighs 1, and the weights of a signal sum to log2 of its
    /// neighbours, so that dense and thin regions are judged alike; two directions join as probabilities.
    pub fn of_neighbours(neighbours: &[Vec<(usize, f32)>]) -> Self {
        let mut joined: BTreeMap<(usize, usize), f64> = BTreeMap::new();
        for (signal, near) in neighbours.iter().enumerate() {
            let near: Vec<&(usize, f32)> =
                near.iter().filter(|(other, _)| *other != signal).collect();
            let distances: Vec<f64> = near
                .iter()
                .map(|(_, cosine)| (1.0 - f64::from(*cosine)).max(0.0))
                .collect();
            for ((other, _), weight) in near.iter().zip(fuzzy(&distances)) {
                let pair = (signal.min(*other), signal.max(*other));
                let before = joined.entry(pair).or_insert(0.0);
                *before += weight - *before * weight;
            }
        }
        let edges = joined
            .into_iter()
            .map(|((one, other), weight)| (one, other, weight));
        Self::of_edges(neighbours.len(), edges)
    }

    /// The nearest `most` of the neighbours of each signal, after hubs lost: a signal that is near to everybody says little
    /// by being near. From each cosine goes an eighth of what both ends have on average with their own neighbours (local
    /// scaling as in CSLS; Conneau et al. 2018, arXiv:1710.04087, which takes all of it).
    pub(super) fn without_hubs(
        neighbours: &[Vec<(usize, f32)>],
        most: usize,
    ) -> Vec<Vec<(usize, f32)>> {
        let average = |near: &Vec<(usize, f32)>| {
            let near = near.iter().take(NEAREST);
            let sum: f32 = near.clone().map(|(_, cosine)| cosine).sum();
            sum / crate::numbers::single(near.len().max(1))
        };
        let averages: Vec<f32> = neighbours.iter().map(average).collect();
        let of = |signal: usize| averages.get(signal).copied().unwrap_or_default();
        let row = |(signal, near): (usize, &Vec<(usize, f32)>)| {
            let mut near: Vec<(usize, f32)> = near
                .iter()
                .map(|(other, cosine)| (*other, cosine - HUB * (of(signal) + of(*other))))
                .collect();
            near.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
            near.truncate(most);
            near
        };
        neighbours.iter().enumerate().map(row).collect()
    }

    /// Number of signals.
    pub fn len(&self) -> usize {
        self.edges.len()
    }

    /// No signal at all.
    pub fn is_empty(&self) -> bool {
        self.edges.is_empty()
    }
}

/// exp(-(distance - nearest) / scale), the scale such that they sum to log2 of their number.
fn fuzzy(distances: &[f64]) -> Vec<f64> {
    let nearest = distances.iter().copied().fold(f64::INFINITY, f64::min);
    let farthest = distances.iter().copied().fold(0.0, f64::max);
    let aim = crate::numbers::real(distances.len()).log2();
    let weights = |scale: f64| {
        let weight = move |distance: &f64| (-(distance - nearest) / scale).exp();
        distances.iter().map(weight).collect::<Vec<f64>>()
    };
    if farthest <= nearest {
        return vec![1.0; distances.len()];
    }
    let (mut low, mut high) = (0.0, 1e3 * (farthest - nearest));
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        if weights(middle).iter().sum::<f64>() < aim {
            low = middle;
        } else {
            high = middle;
        }
    }
    weights(high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weights_of_a_signal_sum_to_the_logarithm_of_its_neighbours() {
        let distances = [0.1, 0.12, 0.2, 0.25, 0.4, 0.41, 0.5, 0.9];
        let weights = fuzzy(&distances);
        assert!((weights.iter().sum::<f64>() - 3.0).abs() < 1e-9);
        assert!((weights.first().unwrap() - 1.0).abs() < f64::EPSILON);
        assert!(weights.is_sorted_by(|one, other| one >= other));
        assert_eq!(fuzzy(&[0.3, 0.3]), [1.0, 1.0]);
    }

    #[test]
    fn two_directions_join_as_probabilities_and_a_graph_is_the_same_from_both_sides() {
        let graph = Graph::of_neighbours(&[
            vec![(1, 0.9), (2, 0.5), (3, 0.2)],
            vec![(0, 0.9), (2, 0.8), (3, 0.1)],
            vec![(1, 0.8), (0, 0.5), (3, 0.4)],
            vec![(2, 0.4), (0, 0.2), (1, 0.1)],
        ]);
        for (signal, row) in graph.edges.iter().enumerate() {
            for (other, weight) in row {
                assert!(*weight > 0.0 && *weight <= 1.0);
                assert!(graph.edges[*other].contains(&(signal, *weight)));
            }
        }
    }
}
