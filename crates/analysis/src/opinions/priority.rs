//! Which statement to ask next: what divides, what is answered, and what is new.

use super::ballots::Ballots;
use super::plane::Plane;
use super::statistics::share;

/// How much asking one statement tells.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Priority {
    /// How far agreeing with it alone moves somebody from the middle.
    pub extremity: f64,
    /// The larger, the sooner.
    pub priority: f64,
}

/// A statement without votes weighs nine times as much, which halves every five votes.
const NEW: f64 = 8.0;

/// The priority of each statement, by the votes of `participants`.
pub fn priorities(ballots: &Ballots, plane: &Plane, participants: &[usize]) -> Vec<Priority> {
    let counts = ballots.counts(participants);
    let of_one = |(counts, point): (&super::Counts, &super::Point)| {
        let passed = counts.seen - counts.agree - counts.disagree;
        let extremity = (point[0].powi(2) + point[1].powi(2)).sqrt();
        let importance = share(counts.agree, counts.seen)
            * (1.0 - share(passed, counts.seen))
            * (1.0 + extremity);
        let newness = 1.0 + NEW * 2.0_f64.powf(-f64::from(counts.seen) / 5.0);
        Priority {
            extremity,
            priority: (importance * newness).powi(2),
        }
    };
    counts.iter().zip(&plane.statements).map(of_one).collect()
}
