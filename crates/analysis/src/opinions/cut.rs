//! K-means: points go to the nearest of k centres, centres to the middle of their points, until nothing moves.
#![expect(
    clippy::indexing_slicing,
    reason = "every label is one of the centres at hand"
)]

use super::plane::Point;
use crate::numbers::real;

/// Points in groups.
#[derive(Debug, Clone, PartialEq)]
pub struct Cut {
    /// The group of each point.
    pub labels: Vec<usize>,
    /// The middle of each group.
    pub centres: Vec<Point>,
    /// Squared distances of all points to their centres: of several cuts, the smallest is the best.
    pub spread: f64,
}

/// As in scikit-learn, so that the numbers of the reference can be compared.
const MOST_ROUNDS: usize = 300;
/// Centres that move by less than this share of the variance stand still; as in scikit-learn.
const STILL: f64 = 1e-4;

/// The first `k` different points by their coordinates: how the reference begins.
pub fn leftmost(points: &[Point], k: usize) -> Vec<Point> {
    let mut sorted = points.to_vec();
    sorted.sort_by(order);
    sorted.dedup();
    sorted.truncate(k);
    sorted
}

fn order(one: &Point, other: &Point) -> std::cmp::Ordering {
    one[0]
        .total_cmp(&other[0])
        .then(one[1].total_cmp(&other[1]))
}

/// Cuts points into as many groups as there are centres to begin with (Lloyd). A group that loses its last point takes the
/// one that is farthest from its centre. O(points · groups) a round.
pub fn cut(points: &[Point], starts: &[Point]) -> Cut {
    let mut centres = starts.to_vec();
    let still = STILL * variance(points);
    let mut labels = nearest(points, &centres);
    for _ in 0..MOST_ROUNDS {
        fill(points, &centres, &mut labels);
        let moved = middles(points, &labels, &centres);
        let way: f64 = moved
            .iter()
            .zip(&centres)
            .map(|(one, other)| squared(one, other))
            .sum();
        centres = moved;
        let next = nearest(points, &centres);
        let is_settled = next == labels || way <= still;
        labels = next;
        if is_settled {
            break;
        }
    }
    let spread = points.iter().zip(&labels);
    let spread = spread
        .map(|(point, label)| squared(point, &centres[*label]))
        .sum();
    Cut {
        labels,
        centres,
        spread,
    }
}

/// The nearest centre of each point, the first among equals.
pub(super) fn nearest(points: &[Point], centres: &[Point]) -> Vec<usize> {
    let label = |point: &Point| {
        let mut best = (0, f64::INFINITY);
        for (label, centre) in centres.iter().enumerate() {
            let distance = squared(point, centre);
            if distance < best.1 {
                best = (label, distance);
            }
        }
        best.0
    };
    points.iter().map(label).collect()
}

pub(super) fn squared(one: &Point, other: &Point) -> f64 {
    (one[0] - other[0]).powi(2) + (one[1] - other[1]).powi(2)
}

fn fill(points: &[Point], centres: &[Point], labels: &mut [usize]) {
    for empty in 0..centres.len() {
        let mut sizes = vec![0_usize; centres.len()];
        for label in &*labels {
            sizes[*label] += 1;
        }
        if sizes[empty] > 0 {
            continue;
        }
        let mut farthest = (None, 0.0);
        for (place, (point, label)) in points.iter().zip(&*labels).enumerate() {
            let distance = squared(point, &centres[*label]);
            if sizes[*label] > 1 && distance > farthest.1 {
                farthest = (Some(place), distance);
            }
        }
        if let Some(place) = farthest.0 {
            labels[place] = empty;
        }
    }
}

/// The middle of each group; an empty one stays where it is.
fn middles(points: &[Point], labels: &[usize], centres: &[Point]) -> Vec<Point> {
    let mut sums = vec![([0.0; 2], 0_usize); centres.len()];
    for (point, label) in points.iter().zip(labels) {
        let (sum, count) = &mut sums[*label];
        sum[0] += point[0];
        sum[1] += point[1];
        *count += 1;
    }
    let middle = |((sum, count), centre): ((Point, usize), &Point)| match count {
        0 => *centre,
        _ => sum.map(|value| value / real(count)),
    };
    sums.into_iter().zip(centres).map(middle).collect()
}

/// Mean of the variances of both coordinates.
fn variance(points: &[Point]) -> f64 {
    let count = real(points.len().max(1));
    let along = |axis: usize| {
        let mean = points.iter().map(|point| point[axis]).sum::<f64>() / count;
        let squares = points.iter().map(|point| (point[axis] - mean).powi(2));
        squares.sum::<f64>() / count
    };
    f64::midpoint(along(0), along(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_heaps_are_two_groups_from_any_start() {
        let points = [[0.0, 0.0], [0.1, 0.0], [0.0, 0.2], [5.0, 5.0], [5.1, 5.0]];
        assert_eq!(leftmost(&points, 2), [[0.0, 0.0], [0.0, 0.2]]);
        for starts in [leftmost(&points, 2), vec![points[4], points[0]]] {
            let cut = cut(&points, &starts);
            assert_eq!(cut.labels[0], cut.labels[2]);
            assert_ne!(cut.labels[2], cut.labels[3]);
            assert!(cut.spread < 0.05, "{cut:?}");
        }
    }

    #[test]
    fn no_group_is_left_empty() {
        let points = [[0.0, 0.0], [1.0, 0.0], [2.0, 0.0], [9.0, 0.0]];
        let cut = cut(&points, &[[0.0, 0.0], [50.0, 50.0]]);
        assert_eq!(cut.labels, [0, 0, 0, 1]);
    }
}
