//! All series of one week: which method each is old enough for, and one list of tests.

use chrono::NaiveDate;

use super::beginning::{Prior, Young, band, beginning};
use super::farrington::{Expectation, Settings, Silence, farrington};
use super::week::q_values;

/// Weeks that are judged together while there are less than two years.
pub const TOGETHER: usize = 4;
/// Years that Farrington's method needs at least; it looks back five where they are there.
const FEWEST_YEARS: usize = 2;

/// Which method judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Two years and more.
    Farrington,
    /// Less.
    Beginning,
}

impl Method {
    /// Its name and version, as it stands beside what it says.
    pub const fn model(self) -> &'static str {
        match self {
            Self::Farrington => "farrington-1",
            Self::Beginning => "beginning-1",
        }
    }
}

/// A series at the end of a week.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judged {
    /// The method.
    pub method: Method,
    /// Weeks that were judged together, this one the last.
    pub weeks: usize,
    /// Counted in those weeks.
    pub observed: u32,
    /// Expected there.
    pub expected: f64,
    /// From here …
    pub lower: u32,
    /// … to here is usual.
    pub upper: u32,
    /// Among all tests of the week; `None` where there was nothing to test against.
    pub q_value: Option<f64>,
}

/// Judges the last week of every series. All have as many weeks as `whole`, which is everything that came in and is
/// judged as the last one of the answer. `monday` begins that week. `None` for all while there are too few weeks.
pub fn judge_week(series: &[&[u32]], whole: &[u32], monday: NaiveDate) -> Option<Vec<Judged>> {
    let others = series.iter().map(|own| judge(own, Some(whole), monday));
    let all = others.chain([judge(whole, None, monday)]);
    let all: Vec<(Judged, Option<f64>)> = all.collect::<Option<_>>()?;
    let tests: Vec<f64> = all.iter().filter_map(|(_, p_value)| *p_value).collect();
    let mut q_values = q_values(&tests).into_iter();
    let with_q = |(judged, p_value): (Judged, Option<f64>)| Judged {
        q_value: p_value.and_then(|_| q_values.next()),
        ..judged
    };
    Some(all.into_iter().map(with_q).collect())
}

/// One series, and the p-value of its test. What was looked at and did not rise is a test with 1.
fn judge(own: &[u32], whole: Option<&[u32]>, monday: NaiveDate) -> Option<(Judged, Option<f64>)> {
    if let Some(found) = by_years(own, monday) {
        return Some(found);
    }
    let young = Young {
        own,
        whole: Some(whole.unwrap_or(own)),
        prior: Prior::VAGUE,
        weeks: TOGETHER,
        enough_count: Settings::default().enough_count,
    };
    let band = band(&young).ok()?;
    let p_value = match beginning(&Young { whole, ..young }) {
        Ok(rise) => Some(rise.p_value()),
        Err(Silence::NotAbove | Silence::TooFew { .. }) => Some(1.0),
        Err(_) => None,
    };
    let judged = Judged {
        method: Method::Beginning,
        weeks: TOGETHER,
        observed: band.observed,
        expected: band.expected,
        lower: band.lower,
        upper: band.upper,
        q_value: None,
    };
    // The whole is compared with nothing, however few it has.
    Some((judged, p_value.filter(|_| whole.is_some())))
}

/// By as many years as there are, five at most; `None` with less than two, or where the model does not settle.
fn by_years(own: &[u32], monday: NaiveDate) -> Option<(Judged, Option<f64>)> {
    let week = own.len().checked_sub(1)?;
    let usual = Settings::default();
    let by = |years: usize| {
        let settings = Settings {
            years,
            begins: Some(monday),
            // The picture shows quiet weeks too; whether there is enough to tell is asked below.
            enough_count: 0,
            ..usual
        };
        farrington(own, week, &settings)
    };
    let mut years = (FEWEST_YEARS..=usual.years).rev();
    let found: Expectation = years
        .find_map(|years| match by(years) {
            Err(Silence::TooShort { .. }) => None,
            found => Some(found),
        })?
        .ok()?;
    let recent = own.len().saturating_sub(usual.enough_weeks);
    let counted: u32 = own.get(recent..).unwrap_or_default().iter().sum();
    let observed = *own.last()?;
    let is_above = f64::from(observed) > found.expected && counted >= usual.enough_count;
    let judged = Judged {
        method: Method::Farrington,
        weeks: 1,
        observed,
        expected: found.expected,
        lower: whole_count(found.lower),
        upper: whole_count(found.upper),
        q_value: None,
    };
    Some((judged, Some(if is_above { found.p_value } else { 1.0 })))
}

/// Bounds of a negative binomial are counts; one that ran away is the largest.
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "saturates at both ends, which is what is meant"
)]
fn whole_count(bound: f64) -> u32 {
    bound.round() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn monday() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 16).unwrap()
    }

    #[test]
    fn a_burst_among_quiet_themes_has_the_smallest_q_value() {
        let quiet = vec![1; 40];
        let mut burst = quiet.clone();
        burst.splice(36.., [6, 7, 7, 6]);
        let whole: Vec<u32> = burst.iter().map(|own| own + 7).collect();
        let series: Vec<&[u32]> = [&burst]
            .into_iter()
            .chain([&quiet; 7])
            .map(Vec::as_slice)
            .collect();
        let judged = judge_week(&series, &whole, monday()).unwrap();
        assert_eq!(judged.len(), 9);
        assert_eq!((judged[0].observed, judged[0].weeks), (26, TOGETHER));
        assert!(judged[0].q_value < Some(0.001), "{:?}", judged[0]);
        assert!(judged[1..8].iter().all(|one| one.q_value == Some(1.0)));
        assert_eq!(
            judged[8].q_value, None,
            "a young whole is compared with nothing"
        );
        assert!(judged[8].upper > 0, "and has its picture");
    }

    #[test]
    fn seven_weeks_are_too_few_and_eight_are_not() {
        for (weeks, is_enough) in [(7, false), (8, true)] {
            let own = vec![2; weeks];
            assert_eq!(judge_week(&[&own], &own, monday()).is_some(), is_enough);
        }
    }

    #[test]
    fn two_years_are_judged_by_the_time_of_year() {
        let own: Vec<u32> = (0..130).map(|week| 4 + week % 3).collect();
        let judged = judge_week(&[&own], &own, monday()).unwrap();
        assert_eq!(judged[0].method, Method::Farrington);
        assert_eq!(judged[0].weeks, 1);
        assert!((judged[0].expected - 5.0).abs() < 1.0, "{:?}", judged[0]);
        let mut risen = own.clone();
        *risen.last_mut().unwrap() = 30;
        let judged = judge_week(&[&risen], &risen, monday()).unwrap();
        assert!(judged[0].q_value < Some(0.001), "{:?}", judged[0]);
        assert!(
            judged[1].q_value < Some(0.001),
            "the whole too, once it is old enough"
        );
    }
}
