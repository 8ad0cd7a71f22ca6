//! How much an order hangs on the weights.

use super::order::{Factors, Medians, Weighed, factors, medians, places, weigh};
use super::spread::Spread;
use super::weights::{MAX_WEIGHT, Weights};
use crate::issue::PriorityCriterion;

/// A weight in tenths of itself: ten per cent less, ten per cent more (ux.md, D12).
const LESS: u32 = 9;
const MORE: u32 = 11;

/// Where an issue stands when each weight is ten per cent lower or higher, in every combination.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Steadiness {
    /// Its best place.
    pub best: usize,
    /// Its worst place.
    pub worst: usize,
    /// In how many combinations it keeps its place.
    pub kept: usize,
    /// How many combinations there are: 2 for each criterion that counts, multiplied.
    pub of: usize,
}

/// How steadily each issue stands; `None` for one without a place.
///
/// Among issues that were scored on the same criteria the difference of two is linear in each weight, so its sign is the
/// same everywhere between corners with one sign: what holds in the corners holds in between. At most 512 × n² steps.
pub fn steadiness(issues: &[Vec<Spread>], weights: &Weights) -> Vec<Option<Steadiness>> {
    let medians: Vec<Medians> = issues.iter().map(|spreads| medians(spreads)).collect();
    let base = factors(weights);
    let now = places(&weighed(&medians, &base));
    let mut found: Vec<Option<Steadiness>> = now
        .iter()
        .map(|place| {
            place.map(|place| Steadiness {
                best: place,
                worst: place,
                kept: 0,
                of: 0,
            })
        })
        .collect();
    for corner in corners(&base) {
        let moved = places(&weighed(&medians, &corner));
        for ((steadiness, now), moved) in found.iter_mut().zip(&now).zip(moved) {
            if let (Some(steadiness), Some(moved)) = (steadiness, moved) {
                steadiness.best = steadiness.best.min(moved);
                steadiness.worst = steadiness.worst.max(moved);
                steadiness.kept += usize::from(*now == Some(moved));
                steadiness.of += 1;
            }
        }
    }
    found
}

/// Every combination of ten per cent less and ten per cent more of what counts.
fn corners(base: &Factors) -> Vec<Factors> {
    let mut corners = vec![Factors::default()];
    for (position, factor) in base.iter().enumerate() {
        let tenths: &[u32] = if *factor == 0 { &[0] } else { &[LESS, MORE] };
        corners = corners
            .iter()
            .flat_map(|corner| {
                tenths.iter().map(move |tenths| {
                    let mut next = *corner;
                    if let Some(slot) = next.get_mut(position) {
                        *slot = factor * tenths;
                    }
                    next
                })
            })
            .collect();
    }
    corners
}

/// Two neighbours that change places when one weight is another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flip {
    /// Position of the issue that stands higher now.
    pub above: usize,
    /// Position of the one right behind it.
    pub below: usize,
    /// Whose weight.
    pub criterion: PriorityCriterion,
    /// From.
    pub from: u8,
    /// To: the nearest whole weight at which they change places.
    pub to: u8,
}

/// For each two neighbours the smallest change of a single weight that makes them change places, if any does; the
/// smallest of all first. Neighbours that are equal have no order to change.
pub fn flips(issues: &[Vec<Spread>], weights: &Weights) -> Vec<Flip> {
    let medians: Vec<Medians> = issues.iter().map(|spreads| medians(spreads)).collect();
    let mut ranked: Vec<(usize, Weighed)> = weighed(&medians, &factors(weights))
        .into_iter()
        .enumerate()
        .filter_map(|(position, weighed)| weighed.map(|weighed| (position, weighed)))
        .collect();
    // Stable: equal ones stay as they came.
    ranked.sort_by(|(_, one), (_, other)| other.cmp(one));
    let neighbours = ranked.iter().zip(ranked.iter().skip(1));
    let mut flips: Vec<Flip> = neighbours
        .filter(|((_, above), (_, below))| above > below)
        .filter_map(|((above, _), (below, _))| {
            let of_both = (medians.get(*above)?, medians.get(*below)?);
            let (criterion, from, to) = nearest(of_both, weights)?;
            Some(Flip {
                above: *above,
                below: *below,
                criterion,
                from,
                to,
            })
        })
        .collect();
    flips.sort_by_key(|flip| flip.from.abs_diff(flip.to));
    flips
}

/// The smallest change of one weight after which the second is ahead; among equal changes the first criterion, and less
/// before more.
fn nearest(
    (above, below): (&Medians, &Medians),
    weights: &Weights,
) -> Option<(PriorityCriterion, u8, u8)> {
    let mut found: Vec<(PriorityCriterion, u8, u8)> = Vec::new();
    for one in weights.as_slice() {
        for to in (0..=MAX_WEIGHT).filter(|to| *to != one.weight) {
            let Some(changed) = weights.with(one.criterion, to) else {
                continue;
            };
            let factors = factors(&changed);
            if let (Some(above), Some(below)) = (weigh(above, &factors), weigh(below, &factors))
                && below > above
            {
                found.push((one.criterion, one.weight, to));
            }
        }
    }
    found
        .into_iter()
        .min_by_key(|(_, from, to)| from.abs_diff(*to))
}

fn weighed(medians: &[Medians], factors: &Factors) -> Vec<Option<Weighed>> {
    medians
        .iter()
        .map(|medians| weigh(medians, factors))
        .collect()
}
