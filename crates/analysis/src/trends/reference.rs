//! Which past weeks a week is compared with, and the season of each: Noufaily et al. 2013, section 3.

use chrono::{Datelike, NaiveDate};

/// A past week that the model learns from.
pub(super) struct Reference {
    pub(super) week: usize,
    /// 1 to `periods`; the last one holds the weeks around the same time of year.
    pub(super) season: usize,
}

/// Years, half window, seasons, weeks left out.
pub(super) struct Windows {
    /// How many weeks back each anniversary lies, the judged week itself first.
    pub(super) anniversaries: Vec<usize>,
    pub(super) half_window: usize,
    pub(super) periods: usize,
    pub(super) recent_weeks_left_out: usize,
}

/// Weeks of a year, where no calendar says otherwise.
pub(super) const WEEKS_OF_A_YEAR: usize = 52;

/// The same time of each year: by the calendar the week that begins nearest to the same day, else every 52 weeks.
pub(super) fn anniversaries(years: usize, monday: Option<NaiveDate>) -> Vec<usize> {
    let back = |year: usize| match monday {
        Some(monday) => weeks_back(monday, year),
        None => Some(year * WEEKS_OF_A_YEAR),
    };
    (0..=years).map_while(back).collect()
}

fn weeks_back(monday: NaiveDate, years: usize) -> Option<usize> {
    let year = monday.year() - i32::try_from(years).ok()?;
    // In most years 29 February is 1 March, as in R.
    let same_day = NaiveDate::from_ymd_opt(year, monday.month(), monday.day())
        .or_else(|| NaiveDate::from_ymd_opt(year, 3, 1))?;
    usize::try_from(((monday - same_day).num_days() + 3) / 7).ok()
}

impl Windows {
    /// The weeks before `week` that are compared with, oldest first; `None` when the years do not reach that far back.
    pub(super) fn before(&self, week: usize) -> Option<Vec<Reference>> {
        let oldest = week.checked_sub(self.anniversaries.last()? + self.half_window)?;
        let newest = week.checked_sub(self.recent_weeks_left_out + 1)?;
        let references = (oldest..=newest).map(|past| Reference {
            week: past,
            season: self.season(week - past),
        });
        Some(references.collect())
    }

    /// The season of a week that lies `back` weeks ago.
    ///
    /// Around each anniversary lie 2 × half window + 1 weeks of the last season. What is between two of these is cut into
    /// equal parts, of which the first ones take the remainder.
    fn season(&self, back: usize) -> usize {
        let is_near = |anniversary: &usize| back.abs_diff(*anniversary) <= self.half_window;
        let years = self
            .anniversaries
            .iter()
            .zip(self.anniversaries.iter().skip(1));
        let year = years.into_iter().find(|(_, older)| back < **older);
        let Some((newer, older)) = year.filter(|_| self.periods > 1) else {
            return self.periods;
        };
        if is_near(newer) || is_near(older) {
            return self.periods;
        }
        let between = older - newer - (2 * self.half_window + 1);
        let parts = self.periods - 1;
        let (size, rest) = (between / parts, between % parts);
        let after = older - self.half_window - 1 - back;
        let larger = rest * (size + 1);
        if after < larger {
            after / (size + 1) + 1
        } else {
            rest + (after - larger) / size + 1
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn windows() -> Windows {
        Windows {
            anniversaries: anniversaries(5, None),
            half_window: 3,
            periods: 10,
            recent_weeks_left_out: 26,
        }
    }

    #[test]
    fn every_season_of_every_year_is_there_but_the_last_half_year() {
        let references = windows().before(400).expect("five years of weeks");
        assert_eq!(references.first().map(|first| first.week), Some(400 - 263));
        assert_eq!(references.last().map(|last| last.week), Some(400 - 27));
        // In each full year 7 weeks around the same time of year, and nine seasons of 5 weeks.
        let of_a_year = |season| {
            (52..104)
                .filter(|back| windows().season(*back) == season)
                .count()
        };
        assert_eq!((1..=9).map(of_a_year).collect::<Vec<_>>(), [5; 9]);
        assert_eq!(of_a_year(10), 7);
    }

    #[test]
    fn the_same_time_of_year_is_the_last_season() {
        for years in 1..=5 {
            for around in 0..=6 {
                assert_eq!(windows().season(years * 52 + around - 3), 10);
            }
            assert_eq!(windows().season(years * 52 - 4), 1);
            if years < 5 {
                assert_eq!(windows().season(years * 52 + 4), 9);
            }
        }
    }

    #[test]
    fn by_the_calendar_some_years_have_53_weeks() {
        // 2020 had 53 ISO weeks.
        let monday = NaiveDate::from_ymd_opt(2023, 1, 2);
        assert_eq!(anniversaries(3, monday), [0, 52, 104, 157]);
        let leap_day = NaiveDate::from_ymd_opt(2016, 2, 29);
        assert_eq!(anniversaries(1, leap_day), [0, 52]);
    }

    #[test]
    fn what_is_too_short_has_no_reference() {
        assert!(windows().before(262).is_none());
        assert!(windows().before(263).is_some());
    }
}
