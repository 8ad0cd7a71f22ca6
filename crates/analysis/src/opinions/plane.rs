//! Where participants and statements stand: the two directions in which the votes differ most.
#![expect(
    clippy::indexing_slicing,
    reason = "every index is a statement of the ballots"
)]

use super::ballots::Ballots;
use super::eigen::{Eigen, Symmetric};
use crate::numbers::real;

/// A place on the plane.
pub type Point = [f64; 2];

/// The plane of a conversation. Which way an axis points means nothing by itself: its largest weight is positive.
#[derive(Debug, Clone, PartialEq)]
pub struct Plane {
    /// Mean vote on each statement, -1 to 1.
    pub means: Vec<f64>,
    /// The weights of the statements on both axes; unit vectors, or zeros where nobody differs.
    pub axes: [Vec<f64>; 2],
    /// The variance of the votes along both axes.
    pub variances: Point,
    /// Its share of all variance, 0 to 1.
    pub shares: Point,
    /// Each participant, stretched by the root of statements over votes, since few votes leave everybody in the middle.
    pub participants: Vec<Point>,
    /// Where somebody would stand who agrees with this statement and votes on nothing else.
    pub statements: Vec<Point>,
}

/// Error of an axis, times the largest variance: coordinates are asked to 1e-6.
const EXACT: f64 = 1e-13;
/// For samples, of which only the groups count.
const GOOD_ENOUGH: f64 = 1e-4;

/// The plane of a conversation. O(votes² per participant + statements²) with a factor of some hundred.
pub fn plane(ballots: &Ballots) -> Plane {
    let times = vec![1.0; ballots.participants()];
    Basis::of(ballots, &times, &[], EXACT).plane(ballots)
}

/// The axes of a conversation, and what a sample of it begins with.
pub(super) struct Basis {
    means: Vec<f64>,
    eigen: Eigen,
    all_variance: f64,
}

impl Basis {
    fn of(ballots: &Ballots, times: &[f64], first: &[Vec<f64>], exact: f64) -> Self {
        let means = ballots.means(times);
        let mut covariance = Symmetric::zero(ballots.statements());
        for (row, times) in ballots.deviations(&means).iter().zip(times) {
            if *times > 0.0 {
                covariance.add_square(row, *times);
            }
        }
        covariance.mirror((times.iter().sum::<f64>() - 1.0).max(1.0));
        let mut eigen = covariance.leading(first, exact);
        for vector in &mut eigen.vectors {
            point_up(vector);
        }
        Self {
            all_variance: covariance.trace(),
            means,
            eigen,
        }
    }

    /// The axes of all, to begin the samples with.
    pub(super) fn whole(ballots: &Ballots) -> Self {
        Self::of(ballots, &vec![1.0; ballots.participants()], &[], EXACT)
    }

    /// The axes of a sample in which each participant comes so many times.
    pub(super) fn sample(&self, ballots: &Ballots, times: &[f64]) -> Self {
        Self::of(ballots, times, &self.eigen.vectors, GOOD_ENOUGH)
    }

    pub(super) fn plane(&self, ballots: &Ballots) -> Plane {
        let axis = |number: usize| {
            let found = self.eigen.vectors.get(number).cloned();
            found.unwrap_or_else(|| vec![0.0; ballots.statements()])
        };
        let variance = |number: usize| {
            self.eigen
                .values
                .get(number)
                .copied()
                .unwrap_or(0.0)
                .max(0.0)
        };
        let axes = [axis(0), axis(1)];
        let variances = [variance(0), variance(1)];
        let (participants, statements) = places(ballots, &self.means, &axes);
        Plane {
            means: self.means.clone(),
            shares: variances.map(|variance| {
                if self.all_variance > 0.0 {
                    variance / self.all_variance
                } else {
                    0.0
                }
            }),
            variances,
            participants,
            statements,
            axes,
        }
    }
}

/// Where participants and statements stand on axes that may come from elsewhere.
pub fn places(ballots: &Ballots, means: &[f64], axes: &[Vec<f64>; 2]) -> (Vec<Point>, Vec<Point>) {
    let place = |row: &[(usize, f64)], stretch: f64| {
        let along = |axis: &Vec<f64>| {
            let sum: f64 = row.iter().map(|(one, value)| value * axis[*one]).sum();
            sum * stretch
        };
        axes.each_ref().map(along)
    };
    let rows = ballots.deviations(means);
    let rows = rows.iter().zip(ballots.stretches());
    let participants = rows.map(|(row, stretch)| place(row, stretch)).collect();
    let alone = real(ballots.asked()).sqrt();
    let statements = means.iter().enumerate();
    let statements = statements
        .map(|(one, mean)| place(&[(one, 1.0 - mean)], alone))
        .collect();
    (participants, statements)
}

/// The largest weight, the first among equals, is positive.
fn point_up(vector: &mut [f64]) {
    let mut largest = 0.0_f64;
    for value in &*vector {
        if value.abs() > largest.abs() {
            largest = *value;
        }
    }
    if largest < 0.0 {
        for value in vector {
            *value = -*value;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::opinions::Vote::{Agree, Disagree, Pass};

    #[test]
    fn two_camps_stand_on_both_sides_and_few_votes_do_not_pull_to_the_middle() {
        let camps = (0..8).flat_map(|one| {
            let vote = if one < 4 { Agree } else { Disagree };
            (0..4).map(move |statement| (one, statement, vote))
        });
        let hasty = [(8, 0, Agree)];
        let plane = plane(&Ballots::of_votes(9, 4, camps.chain(hasty), &[]));
        let along: Vec<f64> = plane.participants.iter().map(|point| point[0]).collect();
        assert!(along[..4].iter().all(|x| *x > 1.5), "{along:?}");
        assert!(along[4..8].iter().all(|x| *x < -1.5), "{along:?}");
        assert!(
            along[8] > 0.5,
            "one vote of four, stretched twice: {along:?}"
        );
        assert!(plane.shares[0] > 0.95);
    }

    #[test]
    fn where_nobody_differs_everybody_stands_in_one_place() {
        let votes = (0..6).flat_map(|one| [(one, 0, Agree), (one, 1, Pass)]);
        let plane = plane(&Ballots::of_votes(6, 3, votes, &[]));
        assert_eq!(plane.participants, [[0.0; 2]; 6]);
        assert_eq!((plane.shares, plane.means[0]), ([0.0; 2], 1.0));
    }
}
