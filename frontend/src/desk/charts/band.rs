//! A line of what was counted over a band of what is usual.

use std::fmt::Write as _;

use shared::time::Day;
use shared::trend::TrendPoint;

/// How large, in units of the drawing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Size {
    pub(super) width: f64,
    pub(super) height: f64,
    /// Left of the drawing, for numbers.
    pub(super) left: f64,
    /// Below it, for days.
    pub(super) below: f64,
}

/// Beside others in a list.
pub(super) const SMALL: Size = Size {
    width: 320.0,
    height: 96.0,
    left: 4.0,
    below: 4.0,
};
/// Alone on its page.
pub(super) const LARGE: Size = Size {
    width: 720.0,
    height: 260.0,
    left: 40.0,
    below: 28.0,
};
/// Right and above: a mark at the edge is whole.
const EDGE: f64 = 8.0;

/// What is drawn.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Shapes {
    /// Outline of the band.
    pub(super) band: String,
    /// The line in it.
    pub(super) expected: String,
    /// The line of what was counted; it breaks where that is hidden.
    pub(super) observed: String,
    /// A place per point; `y` of what was counted, or of what was expected where that is hidden.
    pub(super) points: Vec<(f64, f64)>,
    /// Points that were a rise.
    pub(super) rises: Vec<usize>,
    /// Points that are hidden.
    pub(super) hidden: Vec<usize>,
    /// Lines across, with their numbers.
    pub(super) levels: Vec<(f64, u32)>,
    /// Days below.
    pub(super) days: Vec<(f64, Day)>,
    /// Where actions began.
    pub(super) notes: Vec<f64>,
}

/// The shapes of points, the oldest first, and of the days on which something was done.
pub(super) fn band(points: &[TrendPoint], notes: &[Day], size: Size) -> Shapes {
    let highest = points
        .iter()
        .map(|point| point.observed.unwrap_or_default().max(point.upper))
        .max()
        .unwrap_or_default();
    let step = step(highest);
    let top = f64::from(highest.div_ceil(step).max(1) * step);
    let floor = size.height - size.below;
    let y = |value: f64| round(floor - value / top * (floor - EDGE));
    let last = points.len().saturating_sub(1).max(1);
    let across = size.width - EDGE - size.left;
    let x_at = |share: f64| round(size.left + share * across);
    let x = |index: usize| x_at(real(index) / real(last));
    let mut shapes = Shapes::default();
    let mut back = String::new();
    let mut pen = 'M';
    for (index, point) in points.iter().enumerate() {
        let at = x(index);
        let first = if index == 0 { 'M' } else { 'L' };
        let _ = write!(shapes.band, "{first}{at} {}", y(point.upper.into()));
        let _ = write!(shapes.expected, "{first}{at} {}", y(point.expected));
        back.insert_str(0, &format!("L{at} {}", y(point.lower.into())));
        let here = if let Some(observed) = point.observed {
            let here = y(observed.into());
            let _ = write!(shapes.observed, "{pen}{at} {here}");
            pen = 'L';
            here
        } else {
            shapes.hidden.push(index);
            pen = 'M';
            y(point.expected)
        };
        shapes.points.push((at, here));
        if point.rise_began_on.is_some() {
            shapes.rises.push(index);
        }
    }
    if !points.is_empty() {
        shapes.band.push_str(&back);
        shapes.band.push('Z');
    }
    let lines = (0..)
        .map(|line| line * step)
        .take_while(|level| f64::from(*level) <= top);
    shapes.levels = lines.map(|level| (y(level.into()), level)).collect();
    let every = (points.len() / 4).max(1);
    let told = points.iter().enumerate().step_by(every);
    shapes.days = told.map(|(index, point)| (x(index), point.week)).collect();
    if let (Some(first), Some(last)) = (points.first(), points.last()) {
        let span = days(first.week, last.week).max(1.0);
        let shares = notes.iter().map(|note| days(first.week, *note) / span);
        shapes.notes = shares
            .filter(|share| (0.0..=1.0 + 7.0 / span).contains(share))
            .map(|share| x_at(share.min(1.0)))
            .collect();
    }
    shapes
}

/// 1, 2 or 5 times a power of ten: three to six lines.
fn step(highest: u32) -> u32 {
    let wanted = highest.div_ceil(5).max(1);
    let mut power = 1;
    loop {
        for times in [1, 2, 5] {
            if times * power >= wanted {
                return times * power;
            }
        }
        power *= 10;
    }
}

fn days(from: Day, to: Day) -> f64 {
    let days = to.date().signed_duration_since(from.date()).num_days();
    f64::from(i32::try_from(days).unwrap_or_default())
}

fn real(index: usize) -> f64 {
    f64::from(u32::try_from(index).unwrap_or_default())
}

/// A tenth of a unit is finer than any screen.
fn round(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(week: i64, observed: Option<u32>, is_rise: bool) -> TrendPoint {
        let first: Day = "2026-06-01".parse().unwrap();
        let week = first.plus_days(week * 7);
        TrendPoint {
            week,
            weeks: 4,
            observed,
            expected: 5.0,
            lower: 2,
            upper: 9,
            signals: observed,
            rise_began_on: is_rise.then_some(week),
        }
    }

    #[test]
    fn the_line_breaks_where_counts_are_hidden_and_rises_are_marked() {
        let points = [
            point(0, Some(4), false),
            point(1, None, false),
            point(2, Some(6), false),
            point(3, Some(20), true),
        ];
        let shapes = band(&points, &["2026-06-15".parse().unwrap()], SMALL);
        assert_eq!(shapes.observed.matches('M').count(), 2);
        assert_eq!((shapes.rises, shapes.hidden), (vec![3], vec![1]));
        assert_eq!(shapes.points.len(), 4);
        assert!(shapes.points[3].1 < shapes.points[0].1, "more is higher");
        assert_eq!(
            shapes.notes,
            [shapes.points[2].0],
            "a note stands at its week"
        );
        assert!(shapes.band.ends_with('Z'));
        let levels: Vec<u32> = shapes.levels.iter().map(|(_, level)| *level).collect();
        assert_eq!(levels, [0, 5, 10, 15, 20]);
    }

    #[test]
    fn nothing_and_one_point_are_drawn_too() {
        assert!(band(&[], &[], LARGE).points.is_empty());
        let shapes = band(&[point(0, Some(0), false)], &[], LARGE);
        assert!(
            shapes
                .points
                .iter()
                .all(|(x, y)| x.is_finite() && y.is_finite())
        );
    }

    #[test]
    fn an_action_outside_the_weeks_has_no_place() {
        let points = [point(0, Some(1), false), point(10, Some(1), false)];
        let notes = ["2020-01-01".parse().unwrap(), "2030-01-01".parse().unwrap()];
        assert!(band(&points, &notes, LARGE).notes.is_empty());
    }
}
