//! Moments and days on the wire. Own newtypes, because chrono's formatter costs the phone 16 kB and its aliases
//! lose their schema in openapi.yaml.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveTime, Timelike, Utc, Weekday};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A moment in UTC, cut to microseconds; RFC 3339 on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
pub struct Moment(DateTime<Utc>);

/// A calendar day in the authority's time zone; `2026-12-14` on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
pub struct Day(NaiveDate);

/// What was typed is no day or no moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotATime;

impl fmt::Display for NotATime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected a day such as 2026-12-14 or a moment such as 2026-12-14T09:30:00Z")
    }
}

impl std::error::Error for NotATime {}

impl Moment {
    /// Cuts what a clock says to microseconds.
    pub fn new(moment: DateTime<Utc>) -> Self {
        Self::from_micros(moment.timestamp_micros())
    }

    /// Microseconds since 1970; out of range gives the epoch.
    pub fn from_micros(micros: i64) -> Self {
        Self(DateTime::from_timestamp_micros(micros).unwrap_or_default())
    }

    /// Microseconds since 1970.
    pub fn micros(self) -> i64 {
        self.0.timestamp_micros()
    }

    /// The moment as chrono knows it.
    pub fn utc(self) -> DateTime<Utc> {
        self.0
    }

    /// The moment `span` later; saturates.
    #[must_use]
    pub fn plus(self, span: Duration) -> Self {
        self.0.checked_add_signed(span).map_or(self, Self::new)
    }

    /// The moment `span` earlier; saturates.
    #[must_use]
    pub fn minus(self, span: Duration) -> Self {
        self.0.checked_sub_signed(span).map_or(self, Self::new)
    }

    /// How long ago `earlier` was; negative when it is later.
    pub fn since(self, earlier: Self) -> Duration {
        self.0 - earlier.0
    }
}

impl Day {
    /// Wraps a date.
    pub const fn new(date: NaiveDate) -> Self {
        Self(date)
    }

    /// The date as chrono knows it.
    pub const fn date(self) -> NaiveDate {
        self.0
    }

    /// Midnight of this day in UTC.
    pub fn midnight(self) -> Moment {
        Moment(self.0.and_time(NaiveTime::MIN).and_utc())
    }

    /// The day `days` later (or earlier, when negative); saturates.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        self.0
            .checked_add_signed(Duration::days(days))
            .map_or(self, Self)
    }

    /// This day, or the next one on which offices are open.
    #[must_use]
    pub fn or_next_working_day(self, holidays: &[Day]) -> Self {
        let mut day = self;
        // A run of closed days is never longer than a fortnight; the bound keeps bad data from looping.
        for _ in 0..14 {
            let weekend = matches!(day.0.weekday(), Weekday::Sat | Weekday::Sun);
            if !weekend && !holidays.contains(&day) {
                break;
            }
            day = day.plus_days(1);
        }
        day
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:04}-{:02}-{:02}",
            self.0.year(),
            self.0.month(),
            self.0.day()
        )
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let time = self.0.time();
        let micros = time.nanosecond() / 1_000;
        write!(
            f,
            "{}T{:02}:{:02}:{:02}",
            Day(self.0.date_naive()),
            time.hour(),
            time.minute(),
            time.second()
        )?;
        if micros > 0 {
            write!(f, ".{micros:06}")?;
        }
        f.write_str("Z")
    }
}

impl FromStr for Day {
    type Err = NotATime;

    fn from_str(typed: &str) -> Result<Self, NotATime> {
        let mut parts = typed.splitn(3, '-');
        let (year, month, day) = (
            number(parts.next(), 4)?,
            number(parts.next(), 2)?,
            number(parts.next(), 2)?,
        );
        let year = i32::try_from(year).map_err(|_| NotATime)?;
        NaiveDate::from_ymd_opt(year, month, day)
            .map(Self)
            .ok_or(NotATime)
    }
}

impl FromStr for Moment {
    type Err = NotATime;

    fn from_str(typed: &str) -> Result<Self, NotATime> {
        // Only the form that `Display` writes: UTC, at most six decimals.
        let (day, time) = typed
            .strip_suffix('Z')
            .and_then(|typed| typed.split_once('T'))
            .ok_or(NotATime)?;
        let day: Day = day.parse()?;
        let (time, decimals) = time.split_once('.').unwrap_or((time, ""));
        let mut parts = time.splitn(3, ':');
        let (hour, minute, second) = (
            number(parts.next(), 2)?,
            number(parts.next(), 2)?,
            number(parts.next(), 2)?,
        );
        let micros = fraction(decimals)?;
        let time = NaiveTime::from_hms_micro_opt(hour, minute, second, micros).ok_or(NotATime)?;
        Ok(Self(day.0.and_time(time).and_utc()))
    }
}

fn number(part: Option<&str>, digits: usize) -> Result<u32, NotATime> {
    let part =
        part.filter(|part| part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit()));
    part.and_then(|part| part.parse().ok()).ok_or(NotATime)
}

fn fraction(decimals: &str) -> Result<u32, NotATime> {
    if decimals.is_empty() {
        return Ok(0);
    }
    if decimals.len() > 6 || !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(NotATime);
    }
    format!("{decimals:0<6}").parse().map_err(|_| NotATime)
}

macro_rules! as_text {
    ($($name:ident)*) => {$(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let typed = String::deserialize(deserializer)?;
                typed.parse().map_err(de::Error::custom)
            }
        }
    )*};
}

as_text! { Moment Day }

#[cfg(test)]
mod tests {
    use super::*;

    fn day(typed: &str) -> Day {
        typed.parse().unwrap()
    }

    #[test]
    fn a_day_reads_back_as_it_was_written() {
        for typed in ["2026-12-14", "2028-02-29", "0001-01-01"] {
            assert_eq!(day(typed).to_string(), typed);
        }
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for typed in [
            "",
            "2026-2-1",
            "2026-02-30",
            "14-12-2026",
            "2026-12-14T00:00:00Z",
            "2026-12-1x",
        ] {
            assert_eq!(typed.parse::<Day>(), Err(NotATime), "{typed}");
        }
    }

    #[test]
    fn a_moment_reads_back_as_it_was_written() {
        for typed in [
            "2026-12-14T09:30:00Z",
            "2026-12-14T09:30:00.000001Z",
            "2026-12-14T23:59:59.900000Z",
        ] {
            assert_eq!(typed.parse::<Moment>().unwrap().to_string(), typed);
        }
    }

    #[test]
    fn a_promise_on_a_saturday_moves_past_sunday_and_holidays() {
        let christmas = [day("2026-12-25")];
        assert_eq!(
            day("2026-12-12").or_next_working_day(&christmas),
            day("2026-12-14")
        );
        assert_eq!(
            day("2026-12-25").or_next_working_day(&christmas),
            day("2026-12-28")
        );
    }
}
