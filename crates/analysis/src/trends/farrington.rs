//! Farrington Flexible (Noufaily et al. 2013, doi:10.1002/sim.5595), step by step as `farringtonFlexible` of the R
//! package surveillance 1.20.3 does it (Salmon et al. 2016, doi:10.18637/jss.v070.i10): bounds, expected counts and
//! p-values equal its own to rounding (tests/trends.rs).

use chrono::NaiveDate;

use super::model::{Design, Fit};
use super::reference::{Reference, WEEKS_OF_A_YEAR, Windows, anniversaries};
use super::tails::{Counts, normal_above, normal_quantile_above, student_beyond};

/// How the upper bound is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// Quantile of a negative binomial around the expected count; Poisson when counts scatter no more than that.
    NegativeBinomial,
    /// The same around the upper end of the interval of the expected count (Muan).
    CautiousNegativeBinomial,
    /// Normal approximation on the scale of the power 2/3 (Farrington 1996).
    Delta,
}

/// How the past is read and what is unusual.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// Years of history compared with.
    pub years: usize,
    /// Day on which the judged week begins, so that the same time of year is by the calendar; without it a year has 52
    /// weeks.
    pub begins: Option<NaiveDate>,
    /// Weeks on either side of the same week of the year that count as the same time of year.
    pub half_window: usize,
    /// Levels of the season; 1 = no season.
    pub periods: usize,
    /// Last weeks that the model does not learn from, so that a rise does not hide itself.
    pub recent_weeks_left_out: usize,
    /// A week that lies further from its mean than this many standard errors weighs less.
    pub outlier_threshold: f64,
    /// A trend is kept when its p-value is below this; needs three years, and no forecast above all that was seen.
    pub trend_p_value: f64,
    /// Share of weeks without any change that would lie above the bound.
    pub alpha: f64,
    /// How the upper bound is found.
    pub bound: Bound,
    /// Fewer than this in the last [`Self::enough_weeks`] weeks: nothing to say.
    pub enough_count: u32,
    /// See [`Self::enough_count`].
    pub enough_weeks: usize,
}

impl Default for Settings {
    /// The product's own: analysis.md §7.
    fn default() -> Self {
        Self {
            years: 5,
            begins: None,
            half_window: 3,
            periods: 10,
            recent_weeks_left_out: 26,
            outlier_threshold: 2.58,
            trend_p_value: 0.05,
            alpha: 0.005,
            bound: Bound::NegativeBinomial,
            enough_count: 5,
            enough_weeks: 4,
        }
    }
}

/// What a week should have been, and how far it is from that.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Expectation {
    /// Expected count of the week.
    pub expected: f64,
    /// Counts below are unusually few.
    pub lower: f64,
    /// Counts above are unusual.
    pub upper: f64,
    /// Probability of the count or more, had nothing changed.
    pub p_value: f64,
    /// R's exceedance score; above 1 is an alarm.
    pub score: f64,
    /// Variance ÷ mean of the weekly counts, at least 1.
    pub dispersion: f64,
    /// Change of the logarithm a week, when a trend was kept.
    pub trend: Option<f64>,
    /// Unusual by the bound, this series taken alone.
    pub is_alarm: bool,
}

/// Why nothing is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Silence {
    /// The history is shorter than the method needs.
    TooShort {
        /// Weeks before the week that is judged.
        weeks: usize,
        /// Weeks needed.
        needed: usize,
    },
    /// Too few in the last weeks for any judgement.
    TooFew {
        /// Counted in the last weeks.
        counted: u32,
        /// At least so many are needed.
        needed: u32,
    },
    /// Nothing grew: the count is not above what was expected, so no test is made.
    NotAbove,
    /// The whole grows and there is nothing yet to compare that growth with.
    NothingBeside,
    /// The model does not settle on these counts.
    NoFit,
}

/// Judges one week of a series of weekly counts by the years before it.
pub fn farrington(
    counts: &[u32],
    week: usize,
    settings: &Settings,
) -> Result<Expectation, Silence> {
    let windows = Windows {
        anniversaries: anniversaries(settings.years, settings.begins),
        half_window: settings.half_window,
        periods: settings.periods,
        recent_weeks_left_out: settings.recent_weeks_left_out,
    };
    let count = *counts.get(week).ok_or(Silence::TooShort {
        weeks: counts.len(),
        needed: week + 1,
    })?;
    let recent = counts.get((week + 1).saturating_sub(settings.enough_weeks)..=week);
    let counted = recent.unwrap_or_default().iter().sum();
    if counted < settings.enough_count {
        return Err(Silence::TooFew {
            counted,
            needed: settings.enough_count,
        });
    }
    let references = windows.before(week).ok_or(Silence::TooShort {
        weeks: week,
        needed: settings.years * WEEKS_OF_A_YEAR + settings.half_window,
    })?;
    let past = Past::of(&references, counts, week, settings);
    let model = past.model().ok_or(Silence::NoFit)?;
    Ok(model.judge(count, settings))
}

/// The past weeks as the model sees them.
struct Past<'a> {
    references: &'a [Reference],
    counts: Vec<f64>,
    week: usize,
    settings: &'a Settings,
}

/// A prediction for the week, and what is needed to judge by it.
struct Forecast {
    /// Logarithm of the expected count, and its standard error.
    log: f64,
    error: f64,
    dispersion: f64,
    trend: Option<f64>,
}

/// A fit, down-weighted where counts lie far out.
struct Weighted {
    fit: Fit,
    has_trend: bool,
    weights: Vec<f64>,
    dispersion: f64,
}

/// Columns: 1, the week when there is a trend, then a column for each season but the first.
const TREND_COLUMN: usize = 1;
/// Noufaily et al. 2013: a trend over less is noise.
const YEARS_OF_A_TREND: usize = 3;

impl<'a> Past<'a> {
    fn of(
        references: &'a [Reference],
        counts: &[u32],
        week: usize,
        settings: &'a Settings,
    ) -> Self {
        let counted = references
            .iter()
            .map(|one| f64::from(*counts.get(one.week).unwrap_or(&0)));
        Self {
            references,
            counts: counted.collect(),
            week,
            settings,
        }
    }

    /// With the trend when it is clear and does not run away, else without.
    fn model(&self) -> Option<Forecast> {
        let with_trend = self.weighted(true)?;
        if !with_trend.has_trend || self.keeps_trend(&with_trend) {
            return Some(self.forecast(&with_trend));
        }
        Some(self.forecast(&self.weighted(false)?))
    }

    fn keeps_trend(&self, model: &Weighted) -> bool {
        // R takes the down-weights for the weights of the last least squares here; equal results need the same.
        let dispersion = model.fit.dispersion(&model.weights);
        let t = model.fit.t_value(TREND_COLUMN, dispersion);
        let p_value = student_beyond(t, model.fit.freedom());
        let largest = self.counts.iter().copied().fold(0.0, f64::max);
        let is_clear = p_value < self.settings.trend_p_value;
        self.settings.years >= YEARS_OF_A_TREND
            && is_clear
            && self.forecast(model).log.exp() <= largest
    }

    fn weighted(&self, has_trend: bool) -> Option<Weighted> {
        let flat = vec![1.0; self.counts.len()];
        let mut has_trend = has_trend;
        let mut design = self.design(has_trend);
        let mut first = Fit::of(&design, &self.counts, &flat)?;
        if !first.has_converged && has_trend {
            has_trend = false;
            design = self.design(has_trend);
            first = Fit::of(&design, &self.counts, &flat)?;
        }
        if !first.has_converged {
            return None;
        }
        let dispersion = first.dispersion(&first.working_weights).max(1.0);
        let weights = self.down_weights(&first, &first.leverages(&design), dispersion);
        let fit = Fit::of(&design, &self.counts, &weights)?;
        let dispersion = fit.dispersion(&fit.working_weights).max(1.0);
        Some(Weighted {
            fit,
            has_trend,
            weights,
            dispersion,
        })
    }

    /// Anscombe residuals beyond the threshold weigh by their inverse square; the weights sum to the number of weeks.
    fn down_weights(&self, fit: &Fit, leverages: &[f64], dispersion: f64) -> Vec<f64> {
        let rows = self.counts.iter().zip(&fit.means).zip(leverages);
        let raw: Vec<f64> = rows
            .map(|((count, mean), leverage)| {
                let anscombe = 1.5 * (count.powf(2.0 / 3.0) * mean.powf(-1.0 / 6.0) - mean.sqrt());
                let residual = anscombe / (dispersion * (1.0 - leverage)).sqrt();
                if residual > self.settings.outlier_threshold {
                    residual.powi(-2)
                } else {
                    1.0
                }
            })
            .collect();
        let scale = crate::numbers::real(raw.len()) / raw.iter().sum::<f64>();
        raw.iter().map(|weight| weight * scale).collect()
    }

    fn forecast(&self, model: &Weighted) -> Forecast {
        let row = self.row(self.week, self.settings.periods, model.has_trend);
        let (log, error) = model
            .fit
            .predict(&row, model.fit.dispersion(&model.weights));
        let trend = model
            .has_trend
            .then(|| model.fit.coefficients.get(TREND_COLUMN).copied())
            .flatten();
        Forecast {
            log,
            error,
            dispersion: model.dispersion,
            trend,
        }
    }

    fn design(&self, has_trend: bool) -> Design {
        let rows = self
            .references
            .iter()
            .map(|one| self.row(one.week, one.season, has_trend));
        Design {
            rows: rows.collect(),
        }
    }

    /// Weeks count from the judged one: the same model as R's, whose weeks count from the first, with smaller numbers.
    fn row(&self, week: usize, season: usize, has_trend: bool) -> Vec<f64> {
        let back = crate::numbers::real(self.week - week);
        let trend = has_trend.then_some(-back);
        let seasons = (2..=self.settings.periods).map(|level| f64::from(u8::from(level == season)));
        std::iter::once(1.0).chain(trend).chain(seasons).collect()
    }
}

impl Forecast {
    fn judge(&self, count: u32, settings: &Settings) -> Expectation {
        let expected = self.log.exp();
        let (lower, upper, p_value) = match settings.bound {
            Bound::Delta => self.delta(expected, count, settings.alpha),
            Bound::NegativeBinomial => quantiles(expected, self.dispersion, count, settings.alpha),
            Bound::CautiousNegativeBinomial => {
                let mean = (self.log + normal_quantile_above(settings.alpha) * self.error).exp();
                quantiles(mean, self.dispersion, count, settings.alpha)
            }
        };
        // R's score takes the logarithm of the expected count here unless the bound is delta; so its alarms do too.
        let centre = if settings.bound == Bound::Delta {
            expected
        } else {
            self.log
        };
        let score = (f64::from(count) - centre) / (upper - centre);
        Expectation {
            expected,
            lower,
            upper,
            p_value,
            score,
            dispersion: self.dispersion,
            trend: self.trend,
            is_alarm: score > 1.0 && count > 0,
        }
    }

    fn delta(&self, expected: f64, count: u32, alpha: f64) -> (f64, f64, f64) {
        const POWER: f64 = 2.0 / 3.0;
        let error = self.error * expected;
        let scatter = self.dispersion + error * error / expected;
        let spread = (4.0 / 9.0 * expected.cbrt() * scatter).sqrt();
        let centre = expected.powf(POWER);
        let reach = normal_quantile_above(alpha) * spread;
        let lower = if centre > reach {
            (centre - reach).powf(1.0 / POWER)
        } else {
            0.0
        };
        let p_value = normal_above((f64::from(count).powf(POWER) - centre) / spread);
        (lower, (centre + reach).powf(1.0 / POWER), p_value)
    }
}

fn quantiles(mean: f64, dispersion: f64, count: u32, alpha: f64) -> (f64, f64, f64) {
    let counts = Counts::new(mean, dispersion);
    let lower = counts.quantile_above(1.0 - alpha);
    let upper = counts.quantile_above(alpha);
    (f64::from(lower), f64::from(upper), counts.at_least(count))
}
