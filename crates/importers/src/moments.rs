//! Dates as spreadsheets and forms write them.

use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use shared::time::Moment;
use text::fold;

use crate::table::Cell;
use crate::workbook::EPOCH;

/// Serial dates that can be a form's: 1990 to 2099. Other numbers are no dates.
const SERIALS: std::ops::RangeInclusive<f64> = 32_874.0..=73_050.0;
const SECONDS_PER_DAY: f64 = 86_400.0;

/// What stands first in 03/04/2026.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DateOrder {
    /// The day, as in Belgium.
    DayFirst,
    /// The month, as in an export made with American settings.
    MonthFirst,
}

/// The order that makes sense for a whole column; the day first while nothing speaks against it.
pub(crate) fn date_order<'a>(cells: impl Iterator<Item = &'a Cell>) -> DateOrder {
    let (mut day_first, mut month_first) = (0_usize, 0_usize);
    for cell in cells {
        let Cell::Text(text) = cell else { continue };
        match numbers(text).as_slice() {
            [13..=31, 1..=12, ..] => day_first += 1,
            [1..=12, 13..=31, ..] => month_first += 1,
            _ => {}
        }
    }
    if month_first > day_first {
        DateOrder::MonthFirst
    } else {
        DateOrder::DayFirst
    }
}

/// The moment in a cell, read as a wall clock in `zone` unless the text names its offset. `None` when it is none.
pub(crate) fn moment(cell: &Cell, order: DateOrder, zone: Tz) -> Option<Moment> {
    match cell {
        Cell::Moment(wall) => Some(in_zone(*wall, zone)),
        Cell::Number(serial) => of_serial(*serial).map(|wall| in_zone(wall, zone)),
        Cell::Text(text) => of_text(text, order, zone),
        Cell::Empty | Cell::TooLong(_) | Cell::Unreadable => None,
    }
}

/// A serial date: days since 1899-12-30, to the second.
pub(crate) fn of_serial(serial: f64) -> Option<NaiveDateTime> {
    if !SERIALS.contains(&serial) {
        return None;
    }
    let midnight = EPOCH?.and_time(NaiveTime::MIN);
    // Within the range above the seconds fit 33 bits, so nothing is lost; seconds are what spreadsheets show.
    let seconds = (serial * SECONDS_PER_DAY).round();
    midnight.checked_add_signed(Duration::try_milliseconds(
        format!("{seconds:.0}000").parse().ok()?,
    )?)
}

/// The hour that a clock skips in spring is read as the hour after; the one it repeats in autumn as the first.
fn in_zone(wall: NaiveDateTime, zone: Tz) -> Moment {
    let local = zone.from_local_datetime(&wall).earliest();
    let local = local.or_else(|| {
        zone.from_local_datetime(&(wall + Duration::hours(1)))
            .earliest()
    });
    Moment::new(local.map_or_else(|| wall.and_utc(), |local| local.with_timezone(&Utc)))
}

fn of_text(text: &str, order: DateOrder, zone: Tz) -> Option<Moment> {
    let folded = fold(text.trim());
    let (date, time) = split_time(&folded);
    let date = date_of(date, order)?;
    let (time, offset) = time_of(time)?;
    let wall = date.and_time(time);
    match offset {
        None => Some(in_zone(wall, zone)),
        Some(offset) => Some(Moment::new(DateTime::from_naive_utc_and_offset(
            wall - offset,
            Utc,
        ))),
    }
}

/// The date ends where the clock begins: at the word before the first colon.
fn split_time(text: &str) -> (&str, &str) {
    let Some(colon) = text.find(':') else {
        return (text, "");
    };
    let head = text.get(..colon).unwrap_or_default();
    let hour = head
        .trim_end_matches(|letter: char| letter.is_ascii_digit())
        .len();
    let date = head.get(..hour).unwrap_or_default();
    let date = date
        .trim_end_matches([' ', ',', 't'])
        .trim_end_matches(" om")
        .trim_end_matches(" at");
    (date, text.get(hour..).unwrap_or_default())
}

fn date_of(text: &str, order: DateOrder) -> Option<NaiveDate> {
    if let Some(month) = text
        .split(|letter: char| !letter.is_alphabetic())
        .find_map(month_of_name)
    {
        return match numbers(text).as_slice() {
            [day, year] if *day <= 31 => NaiveDate::from_ymd_opt(full_year(*year)?, month, *day),
            _ => None,
        };
    }
    let shaped = text
        .chars()
        .all(|letter| letter.is_ascii_digit() || matches!(letter, '/' | '-' | '.' | ' '));
    let (year, month, day) = match (numbers(text).as_slice(), order) {
        ([year @ 1_000..=9_999, month, day], _)
        | ([day, month, year], DateOrder::DayFirst)
        | ([month, day, year], DateOrder::MonthFirst) => (*year, *month, *day),
        _ => return None,
    };
    if shaped {
        NaiveDate::from_ymd_opt(full_year(year)?, month, day)
    } else {
        None
    }
}

fn full_year(year: u32) -> Option<i32> {
    let year = if year < 100 { year + 2_000 } else { year };
    i32::try_from(year)
        .ok()
        .filter(|year| (1_990..2_100).contains(year))
}

/// "14:05", "14:05:09.5", "2:05 pm", with "z", "+01:00" or nothing behind it; midnight when there is no time at all.
fn time_of(text: &str) -> Option<(NaiveTime, Option<Duration>)> {
    if text.is_empty() {
        return Some((NaiveTime::MIN, None));
    }
    let clock_end =
        text.find(|letter: char| !letter.is_ascii_digit() && !matches!(letter, ':' | '.'));
    let (clock, rest) = text.split_at_checked(clock_end.unwrap_or(text.len()))?;
    let clock = clock.split('.').next().unwrap_or_default();
    let (hour, minute, second) = match numbers(clock).as_slice() {
        [hour, minute] => (*hour, *minute, 0),
        [hour, minute, second] => (*hour, *minute, *second),
        _ => return None,
    };
    let (hour, offset) = match rest.trim() {
        "" | "u" | "uur" => (hour, None),
        "am" => (hour % 12, None),
        "pm" => (hour % 12 + 12, None),
        "z" | "utc" | "gmt" => (hour, Some(Duration::zero())),
        zone => (hour, Some(offset_of(zone)?)),
    };
    Some((NaiveTime::from_hms_opt(hour, minute, second)?, offset))
}

/// "+01:00" or "-0130".
fn offset_of(zone: &str) -> Option<Duration> {
    let (sign, digits) = match (zone.strip_prefix('+'), zone.strip_prefix('-')) {
        (Some(digits), _) => (1, digits.replace(':', "")),
        (_, Some(digits)) => (-1, digits.replace(':', "")),
        _ => return None,
    };
    let four = digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let number: i64 = digits.parse().ok().filter(|_| four)?;
    let minutes = number / 100 * 60 + number % 100;
    (minutes <= 14 * 60).then(|| Duration::minutes(sign * minutes))
}

fn numbers(text: &str) -> Vec<u32> {
    text.split(|letter: char| !letter.is_ascii_digit())
        .filter_map(|part| part.parse().ok())
        .take(6)
        .collect()
}

/// By the first letters that tell months apart in nl, fr, en and de.
fn month_of_name(word: &str) -> Option<u32> {
    const STARTS: [(&str, u32); 24] = [
        ("jan", 1),
        ("feb", 2),
        ("fev", 2),
        ("maa", 3),
        ("mrt", 3),
        ("mar", 3),
        ("apr", 4),
        ("avr", 4),
        ("mei", 5),
        ("mai", 5),
        ("may", 5),
        ("juin", 6),
        ("juni", 6),
        ("june", 6),
        ("jun", 6),
        ("juil", 7),
        ("jul", 7),
        ("aug", 8),
        ("aou", 8),
        ("sep", 9),
        ("okt", 10),
        ("oct", 10),
        ("nov", 11),
        ("de", 12),
    ];
    let found = STARTS.iter().find(|(start, _)| word.starts_with(start))?;
    // "de" alone is an article; december, décembre, dezember, dec are longer.
    (word.len() >= 3).then_some(found.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(typed: &str, expected: &str) {
        let cell = Cell::text(typed);
        let found = moment(&cell, DateOrder::DayFirst, Tz::Europe__Brussels);
        assert_eq!(
            found.map(|moment| moment.to_string()).unwrap_or_default(),
            expected,
            "{typed}"
        );
    }

    #[test]
    fn dates_are_read_as_belgians_and_spreadsheets_write_them() {
        check("3/11/2026 14:05:09", "2026-11-03T13:05:09Z");
        check("03-07-2026 14:05", "2026-07-03T12:05:00Z");
        check("3.11.26", "2026-11-02T23:00:00Z");
        check("2026-11-03T14:05:09", "2026-11-03T13:05:09Z");
        check("2026-11-03 14:05:09.123Z", "2026-11-03T14:05:09Z");
        check("2026-11-03T14:05:09+02:00", "2026-11-03T12:05:09Z");
        check("3 november 2026 om 14:05", "2026-11-03T13:05:00Z");
        check("3 août 2026", "2026-08-02T22:00:00Z");
        check("Nov 3, 2026 2:05 PM", "2026-11-03T13:05:00Z");
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for typed in [
            "gisteren",
            "31/02/2026",
            "13/13/2026",
            "3/11/1826",
            "12",
            "14:05",
            "1/2",
            "2026",
            "3/11/2026 25:00",
            "de 3 2026",
        ] {
            check(typed, "");
        }
    }

    #[test]
    fn a_serial_number_is_a_date() {
        let shown = |serial| of_serial(serial).map(|wall| wall.to_string());
        assert_eq!(shown(45_943.5).as_deref(), Some("2025-10-13 12:00:00"));
        assert_eq!(
            shown(46_329.586_910_6).as_deref(),
            Some("2026-11-03 14:05:09")
        );
        assert_eq!(shown(7.0), None);
    }

    #[test]
    fn the_hour_that_never_was_is_the_hour_after() {
        check("29/03/2026 02:30", "2026-03-29T01:30:00Z");
        check("25/10/2026 02:30", "2026-10-25T00:30:00Z");
    }

    #[test]
    fn a_column_tells_which_order_it_has() {
        let cells = |texts: &[&str]| {
            texts
                .iter()
                .map(|text| Cell::text(text))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            date_order(cells(&["03/04/2026", "04/25/2026"]).iter()),
            DateOrder::MonthFirst
        );
        assert_eq!(
            date_order(cells(&["03/04/2026", "25/04/2026"]).iter()),
            DateOrder::DayFirst
        );
        assert_eq!(
            date_order(cells(&["03/04/2026"]).iter()),
            DateOrder::DayFirst
        );
        let american = moment(&Cell::text("04/25/2026"), DateOrder::MonthFirst, Tz::UTC);
        assert_eq!(american.unwrap().to_string(), "2026-04-25T00:00:00Z");
    }
}
