//! What was said against what was right, as a picture: a dot on the line was as right as it said.

use shared::learning::Calibration;

/// Width and height of the picture, in its own units.
pub(super) const WIDTH: u16 = 320;
pub(super) const HEIGHT: u16 = 232;
/// Room for the words of the axes: on the left, below, and on the other sides.
const LEFT: u16 = 44;
const BELOW: u16 = 44;
const EDGE: u16 = 14;
/// Nothing is proposed with less, so the picture begins there.
const LEAST_SAID: u8 = 40;

/// One group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dot {
    pub(super) x: u16,
    pub(super) y: u16,
    /// Half its width: the more decisions, the larger.
    pub(super) radius: u16,
    pub(super) right: u8,
    /// Where its number stands: above the dot, or below where there is no room.
    pub(super) label_y: u16,
}

/// Where `said` percent lies.
pub(super) fn across(said: u8) -> u16 {
    let span = WIDTH - LEFT - EDGE;
    let beyond = u16::from(said.clamp(LEAST_SAID, 100) - LEAST_SAID);
    LEFT + span * beyond / u16::from(100 - LEAST_SAID)
}

/// Where `right` percent lies; more is higher.
pub(super) fn up(right: u8) -> u16 {
    let span = HEIGHT - BELOW - EDGE;
    EDGE + span * u16::from(100 - right.min(100)) / 100
}

pub(super) fn dots(groups: &[Calibration]) -> Vec<Dot> {
    groups
        .iter()
        .map(|group| {
            let y = up(group.right);
            let radius = match group.decisions {
                ..=9 => 5,
                10..=49 => 7,
                50..=199 => 9,
                200.. => 11,
            };
            let above = y.saturating_sub(radius + 5);
            Dot {
                x: across(group.said),
                y,
                radius,
                right: group.right,
                label_y: if above > EDGE { above } else { y + radius + 14 },
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(said: u8, right: u8, decisions: u32) -> Calibration {
        Calibration {
            from: said / 10 * 10,
            to: said / 10 * 10 + 10,
            said,
            right,
            decisions,
        }
    }

    #[test]
    fn who_was_as_right_as_she_said_lies_on_the_line() {
        for percent in [40, 70, 100] {
            let dot = dots(&[group(percent, percent, 5)])[0];
            assert_eq!((dot.x, dot.y), (across(percent), up(percent)));
        }
        assert_eq!((across(40), across(100)), (LEFT, WIDTH - EDGE));
        assert_eq!((up(0), up(100)), (HEIGHT - BELOW, EDGE));
    }

    #[test]
    fn a_dot_with_its_number_stays_in_the_picture() {
        for right in 0..=100 {
            for decisions in [5, 10, 50, 5_000] {
                let dot = dots(&[group(90, right, decisions)])[0];
                assert!(
                    (EDGE..=HEIGHT - BELOW + 30).contains(&dot.label_y),
                    "{dot:?}"
                );
                assert!(dot.x <= WIDTH - EDGE && dot.y >= EDGE);
            }
        }
    }
}
