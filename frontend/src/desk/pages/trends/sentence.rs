//! What a series is called, and what its last weeks say: "34 in 4 weken, 12 meer dan verwacht".

use shared::taxonomy::Scheme;
use shared::trend::{TrendKind, TrendPoint, TrendSummary};

use crate::desk::charts::whole;
use crate::desk::seat::Seat;
use crate::i18n::number;
use crate::prelude::*;

/// Words for what is counted.
pub(super) fn name(seat: Seat, trend: &TrendSummary) -> String {
    let words = |scheme| seat.words(&trend.authority, scheme, &trend.code);
    match trend.kind {
        TrendKind::Authority => t!(trend_kind.authority).to_owned(),
        TrendKind::Theme => words(Scheme::Theme),
        TrendKind::Tag => words(Scheme::Tag),
        TrendKind::TargetGroup => words(Scheme::TargetGroup),
        TrendKind::Place => trend.code.clone(),
        TrendKind::Issue => match &trend.title {
            Some(title) => format!("{} {title}", trend.code),
            None => trend.code.clone(),
        },
    }
}

/// The sentence of a week.
pub(super) fn sentence(point: &TrendPoint) -> String {
    let Some(observed) = point.observed else {
        return t!(trend.hidden).to_owned();
    };
    let counted = number(observed.into());
    let difference = f64::from(observed) - point.expected;
    let by = whole(difference.abs());
    let (is_one, weeks) = (point.weeks == 1, point.weeks.to_string());
    if difference.abs() < 0.5 {
        return if is_one {
            t!(trend.same_week, observed = counted)
        } else {
            t!(trend.same_weeks, observed = counted, weeks = weeks)
        };
    }
    match (difference > 0.0, is_one) {
        (true, true) => t!(trend.more_week, observed = counted, by = by),
        (true, false) => t!(trend.more_weeks, observed = counted, weeks = weeks, by = by),
        (false, true) => t!(trend.less_week, observed = counted, by = by),
        (false, false) => t!(trend.less_weeks, observed = counted, weeks = weeks, by = by),
    }
}

/// How likely chance is: "1 op 250".
pub(super) fn chance(q_value: f64) -> String {
    if q_value < 0.001 {
        return t!(trend.chance_less, number = number(1_000));
    }
    let one_in = whole(1.0 / q_value.min(1.0));
    t!(trend.chance_of, number = one_in)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(observed: Option<u32>, expected: f64, weeks: u32) -> TrendPoint {
        TrendPoint {
            week: "2026-11-16".parse().unwrap(),
            weeks,
            observed,
            expected,
            lower: 1,
            upper: 9,
            signals: observed,
            rise_began_on: None,
        }
    }

    #[test]
    fn more_and_less_are_told_in_whole_people() {
        crate::i18n::use_dutch_texts();
        for (observed, expected, weeks, said) in [
            (Some(34), 22.3, 4, "34 in 4 weken, 12 meer dan verwacht"),
            (Some(3), 8.0, 4, "3 in 4 weken, 5 minder dan verwacht"),
            (Some(8), 8.2, 4, "8 in 4 weken, zoals verwacht"),
            (Some(9), 2.0, 1, "9 in één week, 7 meer dan verwacht"),
            (None, 2.0, 4, "Te weinig signaalgevers"),
        ] {
            assert_eq!(sentence(&point(observed, expected, weeks)), said);
        }
    }

    #[test]
    fn chance_is_told_as_one_in_so_many() {
        crate::i18n::use_dutch_texts();
        assert_eq!(chance(0.02), "1 op 50");
        assert_eq!(chance(0.000_02), "minder dan 1 op 1000");
    }
}
