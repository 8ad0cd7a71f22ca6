//! The order that follows from scores and weights.

use std::cmp::Ordering;

use super::spread::Spread;
use super::weights::Weights;
use crate::codes::ClosedList;
use crate::issue::PriorityCriterion;

/// A weighted mean of medians, from 1 to 5, as an exact fraction: two that are equal on paper are equal here.
#[derive(Debug, Clone, Copy)]
pub struct Weighed {
    /// Sum of weight × twice the median: at most 9 × 110 × 10.
    points: u32,
    /// Twice the sum of those weights, above 0.
    weight: u32,
}

impl Weighed {
    /// For drawing.
    pub fn value(self) -> f64 {
        f64::from(self.points) / f64::from(self.weight)
    }

    /// For reading: in tenths, rounded half up.
    pub fn tenths(self) -> u32 {
        (self.points * 20 + self.weight) / (self.weight * 2)
    }
}

impl PartialEq for Weighed {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Weighed {}

impl PartialOrd for Weighed {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Weighed {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.points * other.weight).cmp(&(other.points * self.weight))
    }
}

/// One weight per criterion, in the order of [`PriorityCriterion::ALL`]; finer than those that people choose.
pub(super) type Factors = [u32; 9];
/// Twice the median per criterion, in the same order; `None` where nobody scored.
pub(super) type Medians = [Option<u32>; 9];

/// Everything that counts. `None` while nobody scored anything that counts: what was not scored is no low score.
pub fn total(spreads: &[Spread], weights: &Weights) -> Option<Weighed> {
    weigh(&medians(spreads), &factors(weights))
}

/// Everything that counts but feasibility (decisions.md 31).
pub fn impact(spreads: &[Spread], weights: &Weights) -> Option<Weighed> {
    let mut medians = medians(spreads);
    for (criterion, median) in PriorityCriterion::ALL.iter().zip(medians.iter_mut()) {
        if *criterion == PriorityCriterion::Feasibility {
            *median = None;
        }
    }
    weigh(&medians, &factors(weights))
}

/// Whether it can be done.
pub fn feasibility(spreads: &[Spread]) -> Option<Weighed> {
    let spread = spreads
        .iter()
        .find(|spread| spread.criterion == PriorityCriterion::Feasibility)?;
    Some(Weighed {
        points: spread.median_twice(),
        weight: 2,
    })
}

/// The place of each: 1 is first; equal ones share a place and the next one counts on (1, 2, 2, 4).
pub fn places(weighed: &[Option<Weighed>]) -> Vec<Option<usize>> {
    let place = |one: &Option<Weighed>| {
        let one = (*one)?;
        let before = weighed.iter().flatten().filter(|other| **other > one);
        Some(before.count() + 1)
    };
    weighed.iter().map(place).collect()
}

/// True when an order, told by the calculated place of each in turn, is not the calculated one. Equal ones may stand
/// either way.
pub fn is_by_hand(calculated: &[usize]) -> bool {
    !calculated.is_sorted()
}

pub(super) fn factors(weights: &Weights) -> Factors {
    let mut factors = Factors::default();
    for (criterion, factor) in PriorityCriterion::ALL.iter().zip(factors.iter_mut()) {
        *factor = u32::from(weights.weight(*criterion));
    }
    factors
}

pub(super) fn medians(spreads: &[Spread]) -> Medians {
    let mut medians = Medians::default();
    for (criterion, median) in PriorityCriterion::ALL.iter().zip(medians.iter_mut()) {
        let spread = spreads.iter().find(|spread| spread.criterion == *criterion);
        *median = spread.map(Spread::median_twice).filter(|twice| *twice > 0);
    }
    medians
}

/// The mean over the criteria that were scored and count.
pub(super) fn weigh(medians: &Medians, factors: &Factors) -> Option<Weighed> {
    let mut sum = Weighed {
        points: 0,
        weight: 0,
    };
    for (median, factor) in medians.iter().zip(factors) {
        if let Some(median) = median {
            sum.points += factor * median;
            sum.weight += 2 * factor;
        }
    }
    (sum.weight > 0).then_some(sum)
}
