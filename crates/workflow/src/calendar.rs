//! Which day it is in an authority, and which days its offices are open.

use chrono_tz::Tz;
use shared::time::{Day, Moment};

/// Public holidays of Belgium; other countries bring their own file (decisions.md 28).
const HOLIDAYS: &str = include_str!("../data/holidays.be.txt");

/// The time zone when an authority's own cannot be read.
pub(crate) const DEFAULT_ZONE: Tz = chrono_tz::Europe::Brussels;

/// The day of a moment, as the calendar on the authority's wall says.
pub fn day_of(moment: Moment, time_zone: &str) -> Day {
    let zone: Tz = time_zone.parse().unwrap_or(DEFAULT_ZONE);
    Day::new(moment.utc().with_timezone(&zone).date_naive())
}

/// When a day begins, as the clock on the authority's wall says.
pub fn start_of(day: Day, time_zone: &str) -> Moment {
    let zone: Tz = time_zone.parse().unwrap_or(DEFAULT_ZONE);
    // Where the clock jumps at midnight, the day begins later; UTC's midnight is near enough then.
    let midnight = day
        .date()
        .and_time(chrono::NaiveTime::MIN)
        .and_local_timezone(zone);
    let local = midnight.earliest().map(|local| Moment::new(local.to_utc()));
    local.unwrap_or_else(|| day.midnight())
}

/// The day before which an answer is promised: the term, moved to a working day (product.md).
pub fn promise(received_on: Day, term_days: i64) -> Day {
    received_on
        .plus_days(term_days)
        .or_next_working_day(&holidays())
}

/// Days on which offices are closed.
pub fn holidays() -> Vec<Day> {
    HOLIDAYS
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.parse().ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signal_after_midnight_in_brussels_belongs_to_the_new_day() {
        let moment: Moment = "2026-07-01T22:30:00Z".parse().unwrap();
        assert_eq!(day_of(moment, "Europe/Brussels").to_string(), "2026-07-02");
    }

    #[test]
    fn a_day_begins_at_midnight_on_the_wall() {
        let day: Day = "2026-07-02".parse().unwrap();
        assert_eq!(
            start_of(day, "Europe/Brussels"),
            "2026-07-01T22:00:00Z".parse().unwrap()
        );
    }

    #[test]
    fn thirty_days_that_end_on_a_holiday_move_on() {
        let received: Day = "2026-10-12".parse().unwrap();
        assert_eq!(
            promise(received, 30).to_string(),
            "2026-11-12",
            "11 November is a holiday"
        );
    }

    #[test]
    fn every_line_of_the_file_is_a_day() {
        let lines = HOLIDAYS
            .lines()
            .filter(|line| !line.starts_with('#'))
            .count();
        assert_eq!(holidays().len(), lines);
    }
}
