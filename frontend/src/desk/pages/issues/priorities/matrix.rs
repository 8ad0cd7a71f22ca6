//! Impact against feasibility, as shapes: a dot for each issue, and an ellipse for how far scores lie apart.

use shared::issue::PriorityCriterion;
use shared::priority::Weights;

use super::model::Row;

/// In units of the drawing.
pub(super) const WIDTH: f64 = 560.0;
pub(super) const HEIGHT: f64 = 400.0;
/// Room for the words of the axes.
pub(super) const LEFT: f64 = 44.0;
pub(super) const BELOW: f64 = 44.0;
pub(super) const EDGE: f64 = 16.0;
/// A label is as wide as its letters and as high as a line.
const LETTER: f64 = 8.0;
const LINE: f64 = 16.0;
/// Scores lie between.
const LEAST: f64 = 1.0;
const MOST: f64 = 5.0;

/// One issue in the picture; several where they lie in one point.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Mark {
    pub(super) x: f64,
    pub(super) y: f64,
    /// Half of what lies between the lowest and the highest score, across and up.
    pub(super) spread: (f64, f64),
    /// Numbers of the issues.
    pub(super) label: String,
    pub(super) label_x: f64,
    pub(super) label_y: f64,
    /// The label stands left of the dot.
    pub(super) is_left: bool,
}

/// Where a feasibility lies.
pub(super) fn across(value: f64) -> f64 {
    LEFT + (value - LEAST) / (MOST - LEAST) * (WIDTH - LEFT - EDGE)
}

/// Where an impact lies; more is higher.
pub(super) fn up(value: f64) -> f64 {
    HEIGHT - BELOW - (value - LEAST) / (MOST - LEAST) * (HEIGHT - BELOW - EDGE)
}

/// The issues that have both numbers.
pub(super) fn marks(rows: &[Row], weights: &Weights) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    for row in rows {
        let (Some(impact), Some(feasibility)) = (row.impact, row.feasibility) else {
            continue;
        };
        let (x, y) = (
            round(across(feasibility.value())),
            round(up(impact.value())),
        );
        let spread = half_spread(row, weights);
        let same = marks
            .iter_mut()
            .find(|mark| (mark.x - x).abs() < 0.5 && (mark.y - y).abs() < 0.5);
        match same {
            Some(mark) => {
                mark.label = format!("{}, {}", mark.label, row.issue.number);
                mark.spread = (mark.spread.0.max(spread.0), mark.spread.1.max(spread.1));
            }
            None => marks.push(Mark {
                x,
                y,
                spread,
                label: row.issue.number.clone(),
                label_x: x,
                label_y: y,
                is_left: false,
            }),
        }
    }
    place_labels(&mut marks);
    marks
}

/// Half the range of feasibility, and the weighted mean of half the ranges of everything else, in units of the drawing.
fn half_spread(row: &Row, weights: &Weights) -> (f64, f64) {
    let (mut across, mut up, mut counted) = (0.0, 0.0, 0.0);
    for spread in row.spreads() {
        let half = f64::from(spread.highest() - spread.lowest()) / 2.0;
        if spread.criterion == PriorityCriterion::Feasibility {
            across = half;
        } else {
            let weight = f64::from(weights.weight(spread.criterion));
            up += half * weight;
            counted += weight;
        }
    }
    let up = if counted > 0.0 { up / counted } else { 0.0 };
    let unit = (WIDTH - LEFT - EDGE) / (MOST - LEAST);
    let unit_up = (HEIGHT - BELOW - EDGE) / (MOST - LEAST);
    (round(across * unit), round(up * unit_up))
}

/// Labels stand right of their dots, left where there is no room, and lower where another one stands already.
fn place_labels(marks: &mut [Mark]) {
    let mut taken: Vec<(f64, f64, f64)> = Vec::new();
    for mark in marks {
        let letters = u32::try_from(mark.label.chars().count()).unwrap_or(u32::MAX);
        let width = f64::from(letters) * LETTER;
        mark.is_left = mark.x + 10.0 + width > WIDTH;
        let from = if mark.is_left {
            mark.x - 10.0 - width
        } else {
            mark.x + 10.0
        };
        let collides = |y: f64| {
            taken.iter().any(|(other_from, other_to, other_y)| {
                from < *other_to && *other_from < from + width && (y - other_y).abs() < LINE
            })
        };
        let mut y = mark.y + 5.0;
        while collides(y) && y + LINE < HEIGHT - BELOW {
            y += LINE;
        }
        while collides(y) && y > EDGE + LINE {
            y -= LINE;
        }
        taken.push((from, from + width, y));
        mark.label_x = if mark.is_left { mark.x - 10.0 } else { from };
        mark.label_y = round(y);
    }
}

/// A tenth of a unit is finer than any screen.
fn round(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use shared::issue::Score;
    use shared::priority::spreads;

    use super::super::model::rows;
    use super::super::model::tests::{issue, usual};
    use super::*;

    #[test]
    fn more_impact_is_higher_and_more_feasible_is_further_right() {
        let found = marks(
            &rows(&[issue(1, Some((5, 1))), issue(2, Some((1, 5)))], &usual()),
            &usual(),
        );
        let (high, low) = (&found[0], &found[1]);
        assert_eq!((high.x, high.y), (across(1.0), up(5.0)));
        assert_eq!((low.x, low.y), (across(5.0), up(1.0)));
        assert!(high.y < low.y && high.x < low.x);
        assert!(low.is_left, "no room right of the edge");
    }

    #[test]
    fn issues_in_one_point_share_a_label_and_hidden_ones_have_none() {
        let issues = [
            issue(1, Some((3, 3))),
            issue(2, Some((3, 3))),
            issue(3, None),
        ];
        let found = marks(&rows(&issues, &usual()), &usual());
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].label, "K-1, K-2");
        assert_eq!(found[0].spread, (0.0, 0.0));
    }

    #[test]
    fn no_label_covers_another_and_none_leaves_the_picture() {
        let mut issues = Vec::new();
        for number in 0..30 {
            let mut one = issue(number, Some((3, 3)));
            let apart = u8::try_from(number % 5 + 1).unwrap();
            let more = [3, 3, 3, apart].map(|score| Score {
                criterion: PriorityCriterion::Severity,
                score,
            });
            let reach = [Score {
                criterion: PriorityCriterion::Reach,
                score: apart,
            }];
            let can = [Score {
                criterion: PriorityCriterion::Feasibility,
                score: u8::try_from(number / 6 + 1).unwrap(),
            }];
            one.spreads = Some(spreads(&[more.as_slice(), &reach, &can].concat()));
            issues.push(one);
        }
        let found = marks(&rows(&issues, &usual()), &usual());
        for (position, mark) in found.iter().enumerate() {
            assert!(
                (EDGE..=HEIGHT - BELOW + LINE).contains(&mark.label_y),
                "{mark:?}"
            );
            for other in found.iter().skip(position + 1) {
                let same_line = (mark.label_y - other.label_y).abs() < LINE;
                let same_place = (mark.label_x - other.label_x).abs() < LETTER;
                assert!(!(same_line && same_place), "{mark:?} {other:?}");
            }
        }
    }

    #[test]
    fn people_who_disagree_make_a_wide_ellipse() {
        let mut one = issue(1, Some((3, 3)));
        let can = [1, 5].map(|score| Score {
            criterion: PriorityCriterion::Feasibility,
            score,
        });
        let reach = [3, 4].map(|score| Score {
            criterion: PriorityCriterion::Reach,
            score,
        });
        one.spreads = Some(spreads(&[can, reach].concat()));
        let found = marks(&rows(&[one], &usual()), &usual());
        assert_eq!(found[0].spread.0, (WIDTH - LEFT - EDGE) / 2.0);
        assert_eq!(found[0].spread.1, (HEIGHT - BELOW - EDGE) / 8.0);
    }
}
