//! How unlikely a count is: tails of distributions, over `statrs`.
//!
//! Relative error below 1e-10 against 40-digit arithmetic on 2,400 values, tails down to 1e-25 (docs/adr/0018).

use std::f64::consts::SQRT_2;

use statrs::function::beta::{beta_reg, checked_beta_reg, ln_beta};
use statrs::function::erf::{erfc, erfc_inv};
use statrs::function::gamma::{gamma_lr, ln_gamma};

use crate::numbers::real;

/// Counts above this are no count of providers in a week; a search stops there.
const LARGEST_COUNT: u32 = 1 << 30;

/// P(Z > z), standard normal.
pub(super) fn normal_above(z: f64) -> f64 {
    erfc(z / SQRT_2) / 2.0
}

/// The z with P(Z > z) = `probability`.
pub(super) fn normal_quantile_above(probability: f64) -> f64 {
    SQRT_2 * erfc_inv(2.0 * probability)
}

/// P(|T| > |t|), Student with `freedom` degrees.
pub(super) fn student_beyond(t: f64, freedom: f64) -> f64 {
    beta_reg(freedom / 2.0, 0.5, freedom / (freedom + t * t))
}

/// A count around `mean` whose variance is `mean` × `dispersion`.
#[derive(Clone, Copy)]
pub(super) struct Counts {
    mean: f64,
    dispersion: f64,
}

impl Counts {
    /// Negative binomial; Poisson when the dispersion is 1.
    pub(super) const fn new(mean: f64, dispersion: f64) -> Self {
        Self { mean, dispersion }
    }

    /// What is expected.
    pub(super) const fn mean(self) -> f64 {
        self.mean
    }

    /// P(Y ≥ `count`).
    pub(super) fn at_least(self, count: u32) -> f64 {
        let count = f64::from(count);
        if count < 1.0 || !self.mean.is_finite() {
            // No count is unusual beside a mean that ran away (an empty season: its interval has no end).
            1.0
        } else if self.mean <= 0.0 {
            0.0
        } else if self.dispersion > 1.0 {
            let size = self.mean / (self.dispersion - 1.0);
            // Refused when the size is too small for a number: then the mean is 0.
            checked_beta_reg(count, size, 1.0 - 1.0 / self.dispersion).unwrap_or(0.0)
        } else {
            gamma_lr(count, self.mean)
        }
    }

    /// The smallest count with P(Y > count) ≤ `probability`.
    pub(super) fn quantile_above(self, probability: f64) -> u32 {
        // A tie belongs to the smaller count, as in R, though it may be computed a rounding above.
        let limit = probability * (1.0 + 1e-13);
        let holds = |count: u32| self.at_least(count + 1) <= limit;
        let mut above = 1;
        while !holds(above) && above < LARGEST_COUNT {
            above *= 2;
        }
        let (mut low, mut high) = (0, above);
        while low < high {
            let middle = low + (high - low) / 2;
            if holds(middle) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        low
    }
}

/// P(X ≥ `count`) among `trials`, where the share is Beta(`a`, `b`).
///
/// A sum of at most `trials` terms, each from the one before; O(trials).
pub(super) fn beta_binomial_at_least(count: u32, trials: u32, a: f64, b: f64) -> f64 {
    if count == 0 {
        return 1.0;
    }
    if count > trials {
        return 0.0;
    }
    let (n, k) = (f64::from(trials), f64::from(count));
    let ln_choose = ln_gamma(n + 1.0) - ln_gamma(k + 1.0) - ln_gamma(n - k + 1.0);
    let mut term = (ln_choose + ln_beta(k + a, n - k + b) - ln_beta(a, b)).exp();
    let mut sum = term;
    for successes in count..trials {
        let k = f64::from(successes);
        // C(n,k+1)B(k+1+a, n-k-1+b) over C(n,k)B(k+a, n-k+b); n-k-1+b > 0 since k < n.
        term *= (n - k) / (k + 1.0) * (k + a) / (n - k - 1.0 + b);
        sum += term;
    }
    sum.min(1.0)
}

/// The mean of some numbers, and their variance around it.
pub(super) fn mean_and_variance(values: &[f64]) -> (f64, f64) {
    let count = real(values.len());
    let mean = values.iter().sum::<f64>() / count;
    let squares = values.iter().map(|value| (value - mean).powi(2));
    (mean, squares.sum::<f64>() / (count - 1.0).max(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Values of mpmath 1.3 with 40 digits, which is not what this module computes with.
    #[test]
    fn tails_are_right_far_out() {
        for (what, computed, exact) in [
            ("normal", normal_above(5.0), 2.866_515_718_791_939e-7),
            ("normal", normal_above(10.0), 7.619_853_024_160_527e-24),
            (
                "quantile",
                normal_quantile_above(0.005),
                2.575_829_303_548_900_4,
            ),
            (
                "quantile",
                normal_quantile_above(1e-6),
                4.753_424_308_822_899,
            ),
            (
                "Student",
                student_beyond(4.5, 200.0),
                1.151_878_126_287_533e-5,
            ),
            (
                "Student",
                student_beyond(1.5, 3.0),
                0.230_583_865_244_823_05,
            ),
            (
                "Poisson",
                Counts::new(2.5, 1.0).at_least(20),
                3.480_448_752_116_278e-12,
            ),
            (
                "negative binomial",
                Counts::new(2.5, 1.5).at_least(20),
                6.633_902_471_195_835e-7,
            ),
            (
                "negative binomial",
                Counts::new(40.0, 1.001).at_least(90),
                8.014_383_100_871_897e-12,
            ),
            (
                "beta-binomial",
                beta_binomial_at_least(12, 40, 3.0, 60.0),
                1.906_206_253_534_016_6e-4,
            ),
        ] {
            assert!(
                (computed / exact - 1.0).abs() < 1e-10,
                "{what}: {computed:e} {exact:e}"
            );
        }
    }

    #[test]
    fn a_quantile_is_the_smallest_count_that_is_rare_enough() {
        for mean in [0.01, 0.7, 3.0, 25.0, 180.0] {
            for dispersion in [1.0, 1.2, 3.0] {
                let counts = Counts::new(mean, dispersion);
                for probability in [0.3, 0.05, 0.005, 1e-5] {
                    let bound = counts.quantile_above(probability);
                    assert!(counts.at_least(bound + 1) <= probability);
                    assert!(bound == 0 || counts.at_least(bound) > probability);
                }
            }
        }
    }

    #[test]
    fn a_mean_that_runs_away_or_vanishes_makes_nothing_unusual_and_nothing_stop() {
        for dispersion in [1.0, 1.5, 1e300, f64::INFINITY] {
            let endless = Counts::new(f64::INFINITY, dispersion);
            assert!((endless.at_least(7) - 1.0).abs() < f64::EPSILON);
            assert_eq!(endless.quantile_above(0.005), LARGEST_COUNT);
            let vanishing = Counts::new(1e-300, dispersion);
            assert!(vanishing.at_least(7) < 1e-100);
            assert_eq!(vanishing.quantile_above(0.005), 0);
        }
    }

    #[test]
    fn a_sure_share_makes_a_binomial() {
        // Beta(1e9·p, 1e9·(1-p)) is p itself; the binomial tail is an incomplete beta function.
        let (share, trials) = (0.1, 30);
        for count in 1..=trials {
            let exact = beta_reg(f64::from(count), f64::from(trials - count) + 1.0, share);
            let tail = beta_binomial_at_least(count, trials, share * 1e9, (1.0 - share) * 1e9);
            assert!(
                (tail / exact - 1.0).abs() < 1e-4,
                "{count}: {tail:e} {exact:e}"
            );
        }
        assert!((beta_binomial_at_least(0, 5, 1.0, 2.0) - 1.0).abs() < f64::EPSILON);
    }
}
