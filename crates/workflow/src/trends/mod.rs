//! What rises: counting weeks, judging them, telling who wants to hear of it (analysis.md §7, docs/adr/0018).

mod count;
mod get;
mod judge;
mod keep;
mod letter;
mod list;
mod subscribe;
mod tell;
mod words;

pub use count::{Counts, count_weeks};
pub use get::get_trend;
pub use judge::judge_weeks;
pub use keep::keep_trends;
pub(crate) use letter::rises_letter;
pub use list::list_trends;
pub use subscribe::{list_trend_subscriptions, subscribe_trends, unsubscribe_trends};
pub use tell::tell_rises;

use chrono::NaiveDate;
use policy::{Operation, Permit};
use shared::codes::Role;
use shared::id::AuthorityId;
use shared::time::Day;

/// A week is counted from Monday 3 January 2000, as storage counts it.
const FIRST_MONDAY: NaiveDate = match NaiveDate::from_ymd_opt(2000, 1, 3) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// Weeks that a picture shows, and that are judged when nothing was judged before: half a year.
const SHOWN_WEEKS: i32 = 26;

/// The week in which a day lies.
fn week_of(day: Day) -> i32 {
    let days = day.date().signed_duration_since(FIRST_MONDAY).num_days();
    i32::try_from(days.div_euclid(7)).unwrap_or_default()
}

/// The day on which a week begins.
fn monday(week: i32) -> Day {
    Day::new(FIRST_MONDAY).plus_days(i64::from(week) * 7)
}

/// What somebody may see of counts (product.md, indicators).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sight {
    /// Totals and themes; no issue, no place under five providers.
    Totals,
    /// Issues as well.
    Issues,
    /// Who reads the signals sees every count.
    Everything,
}

impl Sight {
    fn of<A: Operation>(permit: &Permit<A>, authority: AuthorityId) -> Self {
        Self::of_role(permit.seat(authority).map(|(_, role)| role))
    }

    const fn of_role(role: Option<Role>) -> Self {
        match role {
            Some(Role::Processor | Role::LeadProcessor) => Self::Everything,
            Some(Role::PolicyOfficer) => Self::Issues,
            _ => Self::Totals,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_begins_on_monday_and_ends_on_sunday() {
        for (day, begins) in [
            ("2026-11-23", "2026-11-23"),
            ("2026-11-29", "2026-11-23"),
            ("2026-11-30", "2026-11-30"),
            ("2000-01-02", "1999-12-27"),
        ] {
            let day: Day = day.parse().unwrap();
            assert_eq!(monday(week_of(day)).to_string(), begins);
        }
    }
}
