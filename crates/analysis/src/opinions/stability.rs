//! Whether groups are there again when one begins elsewhere, or had asked other people.
#![expect(
    clippy::indexing_slicing,
    reason = "labels are numbers below the number of groups, participants those of the ballots"
)]

use std::collections::BTreeMap;

use super::ballots::Ballots;
use super::cut::{Cut, cut, nearest};
use super::dice::Dice;
use super::plane::{Basis, Point};
use crate::numbers::real;

/// How far groups hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Stability {
    /// Mean adjusted Rand index of cuts from random starts to the best one; 1 when all are the same.
    pub restarts: f64,
    /// Of each group, the mean share of members in common with the group that is most like it, over samples of
    /// participants drawn with replacement (Jaccard; Hennig 2007, doi:10.1016/j.csda.2006.11.025). Axes are computed
    /// anew each time.
    pub samples: Vec<f64>,
}

/// Cuts from random starts: cheap beside a sample's axes, and it must find the best one again.
const STARTS_OF_SAMPLE: usize = 3;

/// The cuts of several starts.
pub(super) struct Cuts {
    cuts: Vec<Cut>,
    best: usize,
}

impl Cuts {
    /// None where there is nothing to begin with.
    pub(super) fn of(points: &[Point], starts: &[Vec<Point>]) -> Option<Self> {
        let cuts: Vec<Cut> = starts.iter().map(|starts| cut(points, starts)).collect();
        // The first among equals.
        let numbered = cuts.iter().enumerate().rev();
        let best = numbered.min_by(|(_, one), (_, other)| one.spread.total_cmp(&other.spread))?;
        let best = best.0;
        Some(Self { cuts, best })
    }

    /// The one with the smallest spread.
    pub(super) fn best(&self) -> &Cut {
        &self.cuts[self.best]
    }

    /// How like it the cuts of all starts are, in the mean.
    pub(super) fn likeness(&self) -> f64 {
        let best = &self.best().labels;
        let sum: f64 = self
            .cuts
            .iter()
            .map(|cut| rand_index(&cut.labels, best))
            .sum();
        sum / real(self.cuts.len())
    }
}

/// Of each group, how much of it samples find again. `active` are the participants that `labels` puts into groups.
pub(super) fn found_again(
    ballots: &Ballots,
    whole: &Basis,
    active: &[usize],
    labels: &[usize],
    k: usize,
    samples: usize,
    dice: &mut Dice,
) -> Vec<f64> {
    let mut sums = vec![0.0; k];
    for _ in 0..samples {
        let times = dice.sample(ballots.participants());
        let plane = whole.sample(ballots, &times).plane(ballots);
        let mut drawn = Vec::new();
        let mut own = Vec::new();
        let mut before = Vec::new();
        for (participant, label) in active.iter().zip(labels) {
            let point = plane.participants[*participant];
            let mut left = times[*participant];
            if left > 0.0 {
                own.push(point);
                before.push(*label);
            }
            while left > 0.0 {
                drawn.push(point);
                left -= 1.0;
            }
        }
        let starts: Vec<Vec<Point>> = (0..STARTS_OF_SAMPLE)
            .map(|_| dice.starts(&drawn, k))
            .collect();
        let Some(cuts) = Cuts::of(&drawn, &starts) else {
            continue;
        };
        let now = nearest(&own, &cuts.best().centres);
        for (group, sum) in sums.iter_mut().enumerate() {
            *sum += most_alike(&before, &now, group);
        }
    }
    let mean = |sum: f64| sum / real(samples.max(1));
    sums.into_iter().map(mean).collect()
}

/// The largest Jaccard index of a group to one of the other labelling.
fn most_alike(before: &[usize], now: &[usize], group: usize) -> f64 {
    let size = before.iter().filter(|label| **label == group).count();
    let mut others: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for (before, now) in before.iter().zip(now) {
        let (all, common) = others.entry(*now).or_default();
        *all += 1;
        *common += usize::from(*before == group);
    }
    let jaccard =
        |(all, common): &(usize, usize)| real(*common) / real((size + all - common).max(1));
    others.values().map(jaccard).fold(0.0, f64::max)
}

/// The adjusted Rand index of two labellings (Hubert and Arabie 1985, doi:10.1007/BF01908075): 1 for the same groups under
/// any numbers, 0 for what chance brings.
pub fn rand_index(one: &[usize], other: &[usize]) -> f64 {
    let mut cells: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    let mut rows: BTreeMap<usize, usize> = BTreeMap::new();
    let mut columns: BTreeMap<usize, usize> = BTreeMap::new();
    for (row, column) in one.iter().zip(other) {
        *cells.entry((*row, *column)).or_default() += 1;
        *rows.entry(*row).or_default() += 1;
        *columns.entry(*column).or_default() += 1;
    }
    let pairs = |count: usize| real(count) * (real(count) - 1.0) / 2.0;
    let together: f64 = cells.values().map(|count| pairs(*count)).sum();
    let of_rows: f64 = rows.values().map(|count| pairs(*count)).sum();
    let of_columns: f64 = columns.values().map(|count| pairs(*count)).sum();
    let by_chance = of_rows * of_columns / pairs(one.len().min(other.len())).max(1.0);
    let most = f64::midpoint(of_rows, of_columns);
    // Both are one group, or both are only singles: the same.
    if (most - by_chance).abs() < f64::EPSILON * most.max(1.0) {
        return 1.0;
    }
    (together - by_chance) / (most - by_chance)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rand_index_knows_the_same_groups_under_other_numbers() {
        assert!((rand_index(&[0, 0, 1, 1], &[1, 1, 0, 0]) - 1.0).abs() < 1e-12);
        // The example of Hubert and Arabie's index in every textbook: half of one group is moved.
        let split = rand_index(&[0, 0, 1, 1], &[0, 0, 1, 2]);
        assert!((split - 4.0 / 7.0).abs() < 1e-12, "{split}");
        assert!(rand_index(&[0, 1, 0, 1], &[0, 0, 1, 1]) < 0.0);
    }

    #[test]
    fn a_group_is_found_again_as_far_as_its_members_are() {
        let (before, now) = ([0, 0, 0, 1, 1], [1, 1, 0, 0, 0]);
        assert!((most_alike(&before, &now, 0) - 2.0 / 3.0).abs() < 1e-12);
        assert!((most_alike(&before, &now, 1) - 2.0 / 3.0).abs() < 1e-12);
    }
}
