//! Shares that grow by the day, drawn as steps.

use std::fmt::Write as _;

use shared::indicator::Reached;

/// Width and height of the drawing, in its own units.
pub(super) const WIDTH: f64 = 320.0;
pub(super) const HEIGHT: f64 = 140.0;
/// Room for numbers: on the left, below, and on the other sides.
pub(super) const LEFT: f64 = 48.0;
const BELOW: f64 = 24.0;
pub(super) const EDGE: f64 = 10.0;

/// Where the drawing ends below.
const FLOOR: f64 = HEIGHT - BELOW;

/// Where a share lies; more is higher.
pub(super) fn up(share: f64) -> f64 {
    round(FLOOR - share.clamp(0.0, 1.0) * (FLOOR - EDGE))
}

/// Where a day lies, when the last one stands at the right.
pub(super) fn across(days: u32, last: u32) -> f64 {
    let share = f64::from(days) / f64::from(last.max(1));
    round(LEFT + share.min(1.0) * (WIDTH - EDGE - LEFT))
}

/// The last day of several curves.
pub(super) fn last_day<'c>(curves: impl IntoIterator<Item = &'c [Reached]>) -> u32 {
    let lasts = curves.into_iter().filter_map(<[Reached]>::last);
    lasts
        .map(|point| point.days)
        .max()
        .unwrap_or_default()
        .max(1)
}

/// The path of a curve: flat until somebody gets there, then up, and flat to the right edge.
pub(super) fn path(curve: &[Reached], last: u32) -> String {
    let mut path = format!("M{} {}", across(0, last), up(0.0));
    for point in curve {
        let _ = write!(path, "H{}V{}", across(point.days, last), up(point.share));
    }
    let _ = write!(path, "H{}", across(last, last));
    path
}

/// A tenth of a unit is finer than any screen.
fn round(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(days: u32, share: f64) -> Reached {
        Reached { days, share }
    }

    #[test]
    fn a_curve_goes_up_in_steps_and_stays_in_its_picture() {
        let curve = [point(0, 0.25), point(10, 0.5), point(40, 1.0)];
        let last = last_day([&curve[..], &[]]);
        assert_eq!(last, 40);
        let path = path(&curve, last);
        assert_eq!(path, "M48 116H48V89.5H113.5V63H310V10H310");
    }

    #[test]
    fn nothing_is_a_flat_line() {
        let last = last_day([&[][..]]);
        assert_eq!(path(&[], last), "M48 116H310");
    }
}
