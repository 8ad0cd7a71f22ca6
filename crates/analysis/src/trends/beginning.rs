//! The first two years: too little history for a season, so a rise has to show twice.
//!
//! Once against the counts so far: a Gamma-Poisson posterior predictive, whose prior comes from authorities of the same
//! size. And once against everything else that came in: a beta-binomial test of the share. An authority that is just
//! beginning grows everywhere at once; only what outgrows the rest is told. Both have to be unlikely, so the larger
//! p-value counts (an intersection-union test: Berger 1982, doi:10.1080/00401706.1982.10487790).

use super::farrington::Silence;
use super::tails::{Counts, beta_binomial_at_least, mean_and_variance};
use crate::numbers::real;

/// What a week usually brings, as authorities of the same size see it: the rate of a week is Gamma(`shape`, `weeks`).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Prior {
    /// Counts that the prior is worth.
    pub shape: f64,
    /// Weeks that the prior is worth.
    pub weeks: f64,
}

impl Prior {
    /// One count in ten weeks, worth four weeks: gives way to anything that was counted.
    pub const VAGUE: Self = Self {
        shape: 0.4,
        weeks: 4.0,
    };

    /// By the mean weekly counts of the same thing at authorities of the same size (moments of the Gamma). It is worth a
    /// quarter of a year at most, so that an authority that differs is soon itself.
    pub fn pooled(weekly_means: &[f64]) -> Self {
        const MOST_WEEKS: f64 = 13.0;
        let (mean, variance) = mean_and_variance(weekly_means);
        if weekly_means.len() < 3 || mean <= 0.0 || !variance.is_finite() {
            return Self::VAGUE;
        }
        let weeks = if variance > 0.0 {
            (mean / variance).min(MOST_WEEKS)
        } else {
            MOST_WEEKS
        };
        Self {
            shape: mean * weeks,
            weeks,
        }
    }
}

/// Weekly counts up to the judged week, the newest last.
#[derive(Debug, Clone, Copy)]
pub struct Young<'a> {
    /// Of the thing itself.
    pub own: &'a [u32],
    /// Of everything, the thing included; `None` when the thing is everything.
    pub whole: Option<&'a [u32]>,
    /// What is usual elsewhere.
    pub prior: Prior,
    /// How many of the last weeks are judged together.
    pub weeks: usize,
    /// Fewer in those weeks than this: nothing to say.
    pub enough_count: u32,
}

/// What the last weeks should have brought.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Beginning {
    /// Counted in the judged weeks.
    pub observed: u32,
    /// Expected there by the weeks before.
    pub expected: f64,
    /// 95 % of the counts, had nothing changed, lie from here …
    pub lower: u32,
    /// … to here.
    pub upper: u32,
    /// Of a count this high, by the counts so far.
    pub count_p_value: f64,
    /// Of a share this high, by the shares so far.
    pub share_p_value: f64,
}

impl Beginning {
    /// Both are unlikely, or it is no rise.
    pub const fn p_value(&self) -> f64 {
        self.count_p_value.max(self.share_p_value)
    }
}

/// What the last weeks brought and what is usual, whether they rose or not.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band {
    /// Counted in the judged weeks.
    pub observed: u32,
    /// Expected there by the weeks before.
    pub expected: f64,
    /// 95 % of the counts, had nothing changed, lie from here …
    pub lower: u32,
    /// … to here.
    pub upper: u32,
}

/// What is usual in the last weeks of a series, for a picture of it.
pub fn band(young: &Young<'_>) -> Result<Band, Silence> {
    let (before, judged) = parted(young.own, young.weeks)?;
    let usual = young.usual(before);
    Ok(Band {
        observed: judged.iter().sum(),
        expected: usual.mean(),
        lower: usual.quantile_above(0.975),
        upper: usual.quantile_above(0.025),
    })
}

/// Judges the last weeks of a series that is too young for [`super::farrington`].
pub fn beginning(young: &Young<'_>) -> Result<Beginning, Silence> {
    let (before, judged) = parted(young.own, young.weeks)?;
    let observed: u32 = judged.iter().sum();
    if observed < young.enough_count {
        return Err(Silence::TooFew {
            counted: observed,
            needed: young.enough_count,
        });
    }
    let Some(whole) = young.whole else {
        return Err(Silence::NothingBeside);
    };
    let (whole_before, whole_judged) = parted(whole, young.weeks)?;
    let usual = young.usual(before);
    let expected = usual.mean();
    if f64::from(observed) <= expected {
        return Err(Silence::NotAbove);
    }
    Ok(Beginning {
        observed,
        expected,
        lower: usual.quantile_above(0.975),
        upper: usual.quantile_above(0.025),
        count_p_value: usual.at_least(observed),
        share_p_value: share_p_value(
            (before.iter().sum(), whole_before.iter().sum()),
            (observed, whole_judged.iter().sum()),
        ),
    })
}

/// The weeks before, and the judged ones.
fn parted(counts: &[u32], weeks: usize) -> Result<(&[u32], &[u32]), Silence> {
    // As many weeks to compare with as are judged.
    let too_short = Silence::TooShort {
        weeks: counts.len(),
        needed: 2 * weeks,
    };
    if counts.len() < 2 * weeks {
        return Err(too_short);
    }
    counts
        .split_at_checked(counts.len() - weeks)
        .ok_or(too_short)
}

impl Young<'_> {
    /// The posterior predictive of the judged weeks together: a negative binomial. Weeks that scatter more than Poisson
    /// widen it.
    fn usual(&self, before: &[u32]) -> Counts {
        let counted: Vec<f64> = before.iter().map(|count| f64::from(*count)).collect();
        let (mean, variance) = mean_and_variance(&counted);
        let scatter = if mean > 0.0 { variance / mean } else { 1.0 };
        let weeks = self.prior.weeks + real(before.len());
        let judged = real(self.weeks);
        let rate = (self.prior.shape + counted.iter().sum::<f64>()) / weeks;
        Counts::new(judged * rate, scatter.max(1.0) + judged / weeks)
    }
}

/// P(a share this high), when shares are as they were; each pair is the thing and everything. Jeffreys' prior.
fn share_p_value(before: (u32, u32), now: (u32, u32)) -> f64 {
    const JEFFREYS: f64 = 0.5;
    let others = before.1.saturating_sub(before.0);
    beta_binomial_at_least(
        now.0,
        now.1.max(now.0),
        JEFFREYS + f64::from(before.0),
        JEFFREYS + f64::from(others),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn young<'a>(own: &'a [u32], whole: &'a [u32]) -> Young<'a> {
        Young {
            own,
            whole: Some(whole),
            prior: Prior::VAGUE,
            weeks: 4,
            enough_count: 5,
        }
    }

    #[test]
    fn an_authority_that_is_just_beginning_is_no_alarm() {
        // Ten times as many in a year, of one theme as of all.
        let whole: Vec<u32> = (0..52).map(|week| 4 + week * 36 / 51).collect();
        let own: Vec<u32> = whole.iter().map(|all| all / 4).collect();
        for week in 12..=52 {
            let found = beginning(&young(&own[..week], &whole[..week]));
            if let Ok(found) = found {
                assert!(found.p_value() > 0.05, "week {week}: {found:?}");
            }
        }
        // By the counts alone it would have been one.
        let last = beginning(&young(&own, &whole)).unwrap();
        assert!(last.count_p_value < 0.01, "{last:?}");
    }

    #[test]
    fn a_burst_is_found_within_four_weeks() {
        let (mut own, mut whole) = (vec![1; 30], vec![8; 30]);
        own.extend([5, 6, 6, 5]);
        whole.extend([12, 13, 13, 12]);
        let found = beginning(&young(&own, &whole)).unwrap();
        assert_eq!(found.observed, 22);
        assert!((found.expected - 4.0).abs() < 0.5, "{found:?}");
        assert!(found.upper < 22 && found.p_value() < 1e-3, "{found:?}");
    }

    #[test]
    fn what_is_too_little_is_said_to_be() {
        let whole = [8; 30];
        let few = [0; 30];
        assert_eq!(
            beginning(&young(&few, &whole)),
            Err(Silence::TooFew {
                counted: 0,
                needed: 5
            })
        );
        let short = [3; 6];
        assert_eq!(
            beginning(&young(&short, &whole)),
            Err(Silence::TooShort {
                weeks: 6,
                needed: 8
            })
        );
        let falling: Vec<u32> = (0..30).map(|week| 30 - week).collect();
        assert_eq!(beginning(&young(&falling, &whole)), Err(Silence::NotAbove));
        let everything = Young {
            whole: None,
            ..young(&whole, &whole)
        };
        assert_eq!(beginning(&everything), Err(Silence::NothingBeside));
    }

    #[test]
    fn a_posterior_of_certain_weeks_is_a_poisson_count() {
        // With ever more weeks of equal counts only chance is left: P(Y ≥ 20 | mean 12) of a Poisson count.
        let before = vec![3; 100_000];
        let usual = young(&before, &before).usual(&before);
        let exact = 0.021_279_6;
        assert!(
            (usual.at_least(20) - exact).abs() < 1e-4,
            "{}",
            usual.at_least(20)
        );
    }

    #[test]
    fn what_is_usual_elsewhere_counts_until_there_is_more_here() {
        let prior = Prior::pooled(&[2.0, 2.5, 1.5, 2.0]);
        assert!((prior.shape / prior.weeks - 2.0).abs() < 1e-12, "{prior:?}");
        assert!(prior.weeks <= 13.0);
        assert_eq!(Prior::pooled(&[2.0]), Prior::VAGUE);
        assert_eq!(Prior::pooled(&[0.0, 0.0, 0.0]), Prior::VAGUE);
    }
}
