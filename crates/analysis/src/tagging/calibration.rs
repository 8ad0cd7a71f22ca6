//! From a score to a share: of what is said with 80 %, 80 % should be right.

use crate::numbers::narrow;

/// Decisions that the calibration of a code looks back on, and that of a head.
pub(super) const LATEST: usize = 200;
pub(super) const LATEST_OF_HEAD: usize = 4_000;
/// Steps of Newton; it is there after five or six.
const STEPS: usize = 20;
/// Scores below are never said and would crowd out all others; whatever was decided on them is left out.
const LOWEST: f32 = -4.0;
/// How far the calibration of a head may lie from what scores promise, and that of a code from its head's: standard
/// deviations of slopes and shift.
const SPREAD_OF_HEAD: (f64, f64) = (0.5, 2.0);
const SPREAD_OF_CODE: (f64, f64) = (0.15, 0.5);

/// What meaning says and what words say, in log odds. On the first steps there is one score, and it stands twice.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Score {
    pub(super) meaning: f32,
    pub(super) words: f32,
}

impl Score {
    pub(super) const fn one(score: f32) -> Self {
        Self {
            meaning: score,
            words: score,
        }
    }

    fn mean(self) -> f32 {
        f32::midpoint(self.meaning, self.words)
    }
}

/// How much meaning and words are worth in a head: with a good model of language words add little, without one they are
/// all there is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Blend {
    meaning: f32,
    words: f32,
    shift: f32,
}

impl Blend {
    /// Both alike.
    pub(super) const EVEN: Self = Self {
        meaning: 0.5,
        words: 0.5,
        shift: 0.0,
    };

    /// Of all codes of a head that stand on one step.
    pub(super) fn of(outcomes: &[(Score, bool)]) -> Self {
        let cases = outcomes.iter().map(|(score, is_yes)| {
            (
                [f64::from(score.meaning), f64::from(score.words), 1.0],
                *is_yes,
            )
        });
        let cases: Vec<_> = cases.collect();
        let (slope, shift) = SPREAD_OF_HEAD;
        let [meaning, words, shift] = fitted(&cases, [0.5, 0.5, 0.0], [slope, slope, shift]);
        Self {
            // A higher score never means less likely.
            meaning: narrow(meaning.max(0.0)),
            words: narrow(words.max(0.0)),
            shift: narrow(shift),
        }
    }

    pub(super) fn log_odds(self, score: Score) -> f32 {
        self.meaning * score.meaning + self.words * score.words + self.shift
    }
}

/// A line through what the blend of the head says (Platt 1999).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Calibration {
    pub(super) blend: Blend,
    pub(super) slope: f32,
    pub(super) shift: f32,
}

impl Calibration {
    /// A score that is a log odds already.
    pub(super) const NONE: Self = Self {
        blend: Blend::EVEN,
        slope: 1.0,
        shift: 0.0,
    };

    pub(super) fn log_odds(self, score: Score) -> f32 {
        self.slope * self.blend.log_odds(score) + self.shift
    }

    /// Of one code: its head's, as long as it has few decisions.
    pub(super) fn of(outcomes: &[(Score, bool)], blend: Blend) -> Self {
        let cases = outcomes
            .iter()
            .map(|(score, is_yes)| ([f64::from(blend.log_odds(*score)), 1.0], *is_yes));
        let cases: Vec<_> = cases.collect();
        let [slope, shift] = fitted(&cases, [1.0, 0.0], SPREAD_OF_CODE.into());
        Self {
            blend,
            slope: narrow(slope.max(0.1)),
            shift: narrow(shift),
        }
    }
}

/// Logistic regression by Newton, pulled towards `before` with a normal prior of that spread.
fn fitted<const N: usize>(
    cases: &[([f64; N], bool)],
    before: [f64; N],
    spread: [f64; N],
) -> [f64; N] {
    let mut weights = before;
    for _ in 0..STEPS {
        let mut gradient = [0.0; N];
        let mut twice = [[0.0; N]; N];
        let known = weights.iter().zip(before).zip(spread);
        let rows = gradient.iter_mut().zip(&mut twice).enumerate();
        for ((place, (slope, row)), ((weight, before), spread)) in rows.zip(known) {
            *slope = (weight - before) / (spread * spread);
            if let Some(diagonal) = row.get_mut(place) {
                *diagonal = 1.0 / (spread * spread);
            }
        }
        for (values, is_yes) in cases {
            let score: f64 = weights
                .iter()
                .zip(values)
                .map(|(weight, value)| weight * value)
                .sum();
            let share = 1.0 / (1.0 + (-score).exp());
            let wrong = share - if *is_yes { 1.0 } else { 0.0 };
            let curve = share * (1.0 - share);
            for ((slope, row), value) in gradient.iter_mut().zip(&mut twice).zip(values) {
                *slope += wrong * value;
                for (sum, other) in row.iter_mut().zip(values) {
                    *sum += curve * value * other;
                }
            }
        }
        let Some(step) = solved(twice, gradient) else {
            break;
        };
        let mut moved = 0.0;
        for (weight, step) in weights.iter_mut().zip(step) {
            // Far from the answer Newton leaps too far.
            *weight -= step.clamp(-1.0, 1.0);
            moved += step.abs();
        }
        if moved < 1e-9 {
            break;
        }
    }
    weights
}

/// Gauss without pivots: the matrix is positive definite.
fn solved<const N: usize>(mut matrix: [[f64; N]; N], mut right: [f64; N]) -> Option<[f64; N]> {
    for column in 0..N {
        let (row, value) = (*matrix.get(column)?, *right.get(column)?);
        let pivot = *row.get(column)?;
        if !pivot.is_normal() {
            return None;
        }
        for other in (0..N).filter(|other| *other != column) {
            let share = matrix.get(other)?.get(column)? / pivot;
            for (cell, own) in matrix.get_mut(other)?.iter_mut().zip(row) {
                *cell -= share * own;
            }
            *right.get_mut(other)? -= share * value;
        }
    }
    for (place, value) in right.iter_mut().enumerate() {
        *value /= matrix.get(place)?.get(place)?;
    }
    Some(right)
}

/// Keeps a score before a decision, and the decision; the oldest goes when there are more than `most`.
pub(super) fn remember(outcomes: &mut Vec<(Score, bool)>, score: Score, is_yes: bool, most: usize) {
    if score.mean() >= LOWEST {
        outcomes.push((score, is_yes));
        let surplus = outcomes.len().saturating_sub(most);
        outcomes.drain(..surplus);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numbers::real;

    /// How far what was said lies from what came true, over ten groups of what was said (expected calibration error).
    fn error(said: &[(f32, bool)]) -> f64 {
        let off = |tenth: u8| {
            let (low, high) = (f32::from(tenth) / 10.0, f32::from(tenth + 1) / 10.0);
            let own = said
                .iter()
                .filter(|(share, _)| *share >= low && *share < high);
            let expected: f64 = own.clone().map(|(share, _)| f64::from(*share)).sum();
            (expected - real(own.filter(|(_, is_yes)| *is_yes).count())).abs()
        };
        (0..10).map(off).sum::<f64>() / real(said.len())
    }

    /// Scores that are twice too sure: of score 2, 73 % come true.
    fn too_sure() -> Vec<(Score, bool)> {
        let of = |score: f32| {
            let yes = 100.0 / (1.0 + (-score / 2.0).exp());
            (0_u8..100).map(move |number| (Score::one(score), f32::from(number) < yes))
        };
        let scores = [-4.0, -2.0, 0.0, 2.0, 4.0];
        scores.into_iter().flat_map(of).collect()
    }

    #[test]
    fn who_is_too_sure_is_calmed_down() {
        let outcomes: Vec<_> = too_sure().iter().cycle().take(4_000).copied().collect();
        let blend = Blend::of(&outcomes);
        let calibration = Calibration::of(&[], blend);
        assert!(
            (calibration.log_odds(Score::one(1.0)) - 0.5).abs() < 0.05,
            "{blend:?}"
        );
        let said: Vec<(f32, bool)> = outcomes
            .iter()
            .map(|(score, is_yes)| (1.0 / (1.0 + (-calibration.log_odds(*score)).exp()), *is_yes))
            .collect();
        assert!(error(&said) < 0.02, "{}", error(&said));
    }

    #[test]
    fn what_says_nothing_gets_no_weight() {
        let outcomes: Vec<(Score, bool)> = too_sure()
            .into_iter()
            .enumerate()
            .map(|(number, (score, is_yes))| {
                let words = if number % 2 == 0 { 2.0 } else { -2.0 };
                (Score { words, ..score }, is_yes)
            })
            .collect();
        let blend = Blend::of(&outcomes);
        assert!(blend.words < 0.1 && blend.meaning > 0.4, "{blend:?}");
    }

    #[test]
    fn without_decisions_what_is_known_holds_and_few_move_it_little() {
        assert_eq!(Blend::of(&[]), Blend::EVEN);
        let before = Calibration::of(&[], Blend::EVEN);
        assert_eq!(before, Calibration::NONE);
        let moved = Calibration::of(&[(Score::one(1.0), false)], Blend::EVEN);
        let fallen = before.log_odds(Score::one(1.0)) - moved.log_odds(Score::one(1.0));
        assert!(fallen > 0.0 && fallen < 0.4, "{fallen}");
    }

    #[test]
    fn a_higher_score_never_means_less_likely() {
        let turned: Vec<(Score, bool)> = too_sure()
            .into_iter()
            .map(|(score, is_yes)| (Score::one(-score.meaning), is_yes))
            .collect();
        let calibration = Calibration::of(&turned, Blend::of(&turned));
        assert!(calibration.log_odds(Score::one(1.0)) >= calibration.log_odds(Score::one(0.0)));
    }
}
