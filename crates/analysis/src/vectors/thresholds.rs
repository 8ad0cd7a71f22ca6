//! From which likeness on two texts are said to tell of the same thing.

use crate::numbers::real;

/// Where [`super::Likeness`] begins.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Thresholds {
    /// Share of pieces of five letters from which a text is a near copy.
    pub near_copy: f32,
    /// Cosine of centred vectors from which two texts are similar.
    pub similar: f32,
}

impl Thresholds {
    /// Those of an embedder by its id, found on our own pairs (docs/adr/0021). An unknown one gets the careful ones.
    pub fn of(embedder: &str) -> Self {
        // Words alone do not tell two problems of one theme apart: then nearly the same words are asked for.
        let similar = if embedder.starts_with("hashed") {
            0.6
        } else {
            0.58
        };
        Self {
            near_copy: 0.5,
            similar,
        }
    }
}

/// The lowest likeness from which at least `precision` of the pairs are the same, given pairs that people judged.
/// `None` when no likeness is that sure. Pairs of equal likeness stand or fall together.
pub fn threshold_for(pairs: &[(f32, bool)], precision: f64) -> Option<f32> {
    let mut pairs = pairs.to_vec();
    pairs.retain(|(likeness, _)| likeness.is_finite());
    pairs.sort_by(|one, other| other.0.total_cmp(&one.0));
    let (mut seen, mut same, mut lowest) = (0_usize, 0_usize, None);
    for level in pairs.chunk_by(|one, other| one.0.total_cmp(&other.0).is_eq()) {
        seen += level.len();
        same += level.iter().filter(|(_, is_same)| *is_same).count();
        if same > 0 && real(same) >= precision * real(seen) {
            lowest = level.first().map(|(likeness, _)| *likeness);
        }
    }
    lowest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lowest_likeness_that_is_still_sure_enough_is_taken() {
        let pairs = [
            (0.9, true),
            (0.8, true),
            (0.7, false),
            (0.6, true),
            (0.5, false),
            (0.4, false),
        ];
        assert_eq!(threshold_for(&pairs, 1.0), Some(0.8));
        assert_eq!(threshold_for(&pairs, 0.75), Some(0.6));
        assert_eq!(threshold_for(&pairs, 0.5), Some(0.4));
        assert_eq!(threshold_for(&[(0.9, false)], 0.5), None);
        assert_eq!(threshold_for(&[], 0.5), None);
    }

    #[test]
    fn pairs_of_equal_likeness_stand_or_fall_together() {
        assert_eq!(threshold_for(&[(0.9, true), (0.9, false)], 0.8), None);
        assert_eq!(
            threshold_for(&[(f32::NAN, true), (0.5, true)], 0.8),
            Some(0.5)
        );
    }
}
