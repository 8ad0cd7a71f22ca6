//! From a score to a share: of what is said with 80 %, 80 % should be right.

use crate::numbers::narrow;

/// Decisions that the calibration of a code looks back on, and that of a head.
pub(super) const LATEST: usize = 200;
pub(super) const LATEST_OF_HEAD: usize = 4_000;
/// Scores below are never said and would crowd out all others; whatever was decided on them is left out.
const LOWEST: f32 = -4.0;
/// How far a head's calibration may lie from what scores promise, and a code's from its head's: slope and shift.
const SPREAD_OF_HEAD: (f64, f64) = (0.5, 2.0);
const SPREAD_OF_CODE: (f64, f64) = (0.15, 0.5);
/// Steps of Newton; it is there after five or six.
const STEPS: usize = 20;

/// A line through the score, on the scale of log odds (Platt 1999).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Calibration {
    pub(super) slope: f32,
    pub(super) shift: f32,
}

impl Calibration {
    /// A score that is a log odds already.
    pub(super) const NONE: Self = Self {
        slope: 1.0,
        shift: 0.0,
    };

    pub(super) fn log_odds(self, score: f32) -> f32 {
        self.slope * score + self.shift
    }

    /// Of all codes of a head that stand on one step.
    pub(super) fn of_head(outcomes: &[(f32, bool)]) -> Self {
        Self::fitted(outcomes, Self::NONE, SPREAD_OF_HEAD)
    }

    /// Of one code: its head's, as long as it has few decisions.
    pub(super) fn of_code(outcomes: &[(f32, bool)], head: Self) -> Self {
        Self::fitted(outcomes, head, SPREAD_OF_CODE)
    }

    /// Fits to outcomes, pulled towards `before`; `spread` is how far slope and shift may lie from it (standard deviations
    /// of a normal prior).
    fn fitted(outcomes: &[(f32, bool)], before: Self, spread: (f64, f64)) -> Self {
        let (slope_0, shift_0) = (f64::from(before.slope), f64::from(before.shift));
        let (pull_slope, pull_shift) = (spread.0.powi(-2), spread.1.powi(-2));
        let (mut slope, mut shift) = (slope_0, shift_0);
        for _ in 0..STEPS {
            let mut gradient = [
                pull_slope * (slope - slope_0),
                pull_shift * (shift - shift_0),
            ];
            let (mut slope_twice, mut both, mut shift_twice) = (pull_slope, 0.0, pull_shift);
            for (score, is_yes) in outcomes {
                let score = f64::from(*score);
                let share = share(slope * score + shift);
                let wrong = share - if *is_yes { 1.0 } else { 0.0 };
                let weight = share * (1.0 - share);
                gradient[0] += wrong * score;
                gradient[1] += wrong;
                slope_twice += weight * score * score;
                both += weight * score;
                shift_twice += weight;
            }
            let determinant = slope_twice * shift_twice - both * both;
            if !determinant.is_normal() {
                break;
            }
            let of_slope = (shift_twice * gradient[0] - both * gradient[1]) / determinant;
            let of_shift = (slope_twice * gradient[1] - both * gradient[0]) / determinant;
            // Far from the answer Newton leaps too far.
            slope -= of_slope.clamp(-1.0, 1.0);
            shift -= of_shift.clamp(-2.0, 2.0);
            if of_slope.abs() + of_shift.abs() < 1e-9 {
                break;
            }
        }
        Self {
            // A higher score never means less likely.
            slope: narrow(slope.max(0.05)),
            shift: narrow(shift),
        }
    }
}

/// Keeps a score before a decision, and the decision; the oldest goes when there are more than `most`.
pub(super) fn remember(outcomes: &mut Vec<(f32, bool)>, score: f32, is_yes: bool, most: usize) {
    if score >= LOWEST {
        outcomes.push((score, is_yes));
        let surplus = outcomes.len().saturating_sub(most);
        outcomes.drain(..surplus);
    }
}

fn share(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numbers::real;

    /// How far what was said lies from what came true, over ten groups of what was said (expected calibration error).
    fn error(said: &[(f32, bool)]) -> f64 {
        let group = |tenth: u8| {
            let (low, high) = (f32::from(tenth) / 10.0, f32::from(tenth + 1) / 10.0);
            let inside = move |share: &f32| *share >= low && (*share < high || tenth == 9);
            said.iter().filter(move |(share, _)| inside(share))
        };
        let off = |tenth: u8| {
            let said: f64 = group(tenth).map(|(share, _)| f64::from(*share)).sum();
            let came = real(group(tenth).filter(|(_, is_yes)| *is_yes).count());
            (said - came).abs()
        };
        (0..10).map(off).sum::<f64>() / real(said.len().max(1))
    }

    /// Scores that are twice too sure: of score 2, 73 % come true.
    fn too_sure() -> Vec<(f32, bool)> {
        let of = |score: f32| {
            let yes = 100.0 / (1.0 + (-score / 2.0).exp());
            (0_u8..100).map(move |number| (score, f32::from(number) < yes))
        };
        [-4.0, -2.0, 0.0, 2.0, 4.0]
            .into_iter()
            .flat_map(of)
            .collect()
    }

    #[test]
    fn who_is_too_sure_is_calmed_down() {
        let fitted = Calibration::fitted(&too_sure(), Calibration::NONE, (1.0, 1.0));
        assert!((fitted.slope - 0.5).abs() < 0.05, "{fitted:?}");
        assert!(fitted.shift.abs() < 0.1, "{fitted:?}");
        let said: Vec<(f32, bool)> = too_sure()
            .into_iter()
            .map(|(score, is_yes)| (1.0 / (1.0 + (-fitted.log_odds(score)).exp()), is_yes))
            .collect();
        assert!(error(&said) < 0.02, "{}", error(&said));
    }

    #[test]
    fn without_decisions_what_is_known_holds_and_few_move_it_little() {
        let before = Calibration {
            slope: 0.7,
            shift: -0.4,
        };
        assert_eq!(Calibration::fitted(&[], before, (0.5, 0.5)), before);
        let moved = Calibration::fitted(&[(1.0, false)], before, (0.5, 0.5));
        assert!(
            moved.shift < before.shift && moved.shift > before.shift - 0.3,
            "{moved:?}"
        );
    }

    #[test]
    fn a_higher_score_never_means_less_likely() {
        let turned: Vec<(f32, bool)> = too_sure()
            .into_iter()
            .map(|(score, is_yes)| (-score, is_yes))
            .collect();
        assert!(Calibration::fitted(&turned, Calibration::NONE, (1.0, 1.0)).slope > 0.0);
    }
}
