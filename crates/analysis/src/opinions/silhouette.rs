//! How far groups are apart (Rousseeuw 1987, doi:10.1016/0377-0427(87)90125-7).
#![expect(
    clippy::indexing_slicing,
    reason = "labels are numbers below the number of groups"
)]

use super::cut::squared;
use super::plane::Point;
use crate::numbers::real;

/// The mean silhouette of each labelling of the same points, -1 to 1: how much nearer everybody is to their own group than
/// to the next one. Exact; O(points² · labellings).
pub fn silhouettes(points: &[Point], labellings: &[&[usize]]) -> Vec<f64> {
    let groups: Vec<Vec<usize>> = labellings.iter().map(|labels| sizes(labels)).collect();
    let mut sums = vec![0.0; labellings.len()];
    let mut distances = vec![0.0; points.len()];
    for (place, point) in points.iter().enumerate() {
        for (distance, other) in distances.iter_mut().zip(points) {
            *distance = squared(point, other).sqrt();
        }
        for ((sum, labels), sizes) in sums.iter_mut().zip(labellings).zip(&groups) {
            *sum += of_one(&distances, labels, sizes, labels[place]);
        }
    }
    let mean = |sum: f64| sum / real(points.len().max(1));
    sums.into_iter().map(mean).collect()
}

fn sizes(labels: &[usize]) -> Vec<usize> {
    let mut sizes = vec![0; labels.iter().max().map_or(0, |most| most + 1)];
    for label in labels {
        sizes[*label] += 1;
    }
    sizes
}

fn of_one(distances: &[f64], labels: &[usize], sizes: &[usize], own: usize) -> f64 {
    // Alone in a group: neither near nor far, by definition.
    if sizes[own] < 2 {
        return 0.0;
    }
    let mut sums = vec![0.0; sizes.len()];
    for (distance, label) in distances.iter().zip(labels) {
        sums[*label] += distance;
    }
    let inside = sums[own] / real(sizes[own] - 1);
    let outside = (0..sizes.len())
        .filter(|group| *group != own && sizes[*group] > 0)
        .map(|group| sums[group] / real(sizes[group]))
        .fold(f64::INFINITY, f64::min);
    let larger = inside.max(outside);
    let is_known = larger > 0.0 && larger.is_finite();
    if is_known {
        (outside - inside) / larger
    } else {
        0.0
    }
}
