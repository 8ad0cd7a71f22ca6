//! Which days the overview shows, as its address says it.

use shared::indicator::USUAL_DAYS;

use crate::desk::query::Query;
use crate::prelude::*;

/// Where the overview lives.
const PATH: &str = "/desk/overview";

/// How far back may be looked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Period {
    /// Thirty days.
    Month,
    /// Ninety days.
    Quarter,
    /// Twelve months.
    Year,
}

impl ClosedList for Period {
    const ALL: &'static [Self] = &[Self::Month, Self::Quarter, Self::Year];

    fn code(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }
}

impl Period {
    /// Reads an address; a year when it says nothing.
    pub(super) fn of(query: &Query) -> Self {
        let period = query.get("period").and_then(Self::of_code);
        period.unwrap_or(Self::Year)
    }

    /// Its address.
    pub(super) fn address(self) -> String {
        let period = (self != Self::Year).then_some(self.code());
        Query::default().with_all("period", period).at(PATH)
    }

    /// Its first day, when the last one is today.
    pub(super) fn from(self, today: Day) -> Day {
        let days = match self {
            Self::Month => 30,
            Self::Quarter => 90,
            Self::Year => i64::from(USUAL_DAYS),
        };
        today.plus_days(1 - days)
    }

    /// Its name.
    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Month => t!(record.period_month),
            Self::Quarter => t!(record.period_quarter),
            Self::Year => t!(record.period_year),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_keeps_the_period_and_nothing_that_cannot_be_chosen() {
        for period in Period::ALL {
            let address = period.address();
            let search = address.split_once('?').map_or("", |(_, search)| search);
            assert_eq!(Period::of(&Query::parse(search)), *period);
        }
        assert_eq!(Period::of(&Query::parse("?period=century")), Period::Year);
    }

    #[test]
    fn a_year_has_365_days() {
        let today: Day = "2026-11-30".parse().unwrap();
        assert_eq!(Period::Year.from(today).to_string(), "2025-12-01");
    }
}
