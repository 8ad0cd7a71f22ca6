//! Random numbers with a seed: `SplitMix64` (Steele et al. 2014, doi:10.1145/2714064.2660195).

use super::cut::squared;
use super::plane::Point;
use crate::numbers::{real, unit};

pub(super) struct Dice(pub(super) u64);

impl Dice {
    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// Below `end`, which is not 0.
    pub(super) fn below(&mut self, end: usize) -> usize {
        // Even to 2⁻⁴⁰ for the few thousand participants of a conversation.
        let end = u64::try_from(end.max(1)).unwrap_or(u64::MAX);
        usize::try_from(self.bits() % end).unwrap_or(0)
    }

    /// Centres to begin with, each far from those before (k-means++, Arthur and Vassilvitskii 2007). Less than `k` where
    /// there are not as many different points.
    pub(super) fn starts(&mut self, points: &[Point], k: usize) -> Vec<Point> {
        let Some(first) = points.get(self.below(points.len())) else {
            return Vec::new();
        };
        let mut starts = vec![*first];
        let mut distances: Vec<f64> = points.iter().map(|point| squared(point, first)).collect();
        while starts.len() < k {
            let all: f64 = distances.iter().sum();
            let mut left = unit(self.bits()) * all;
            let chosen = points.iter().zip(&distances).find(|(_, distance)| {
                left -= *distance;
                **distance > 0.0 && left <= 0.0
            });
            // Rounding may leave a rest: then the farthest.
            let farthest = || {
                let pairs = points.iter().zip(&distances);
                pairs.max_by(|one, other| one.1.total_cmp(other.1))
            };
            let Some((next, distance)) = chosen.or_else(farthest) else {
                break;
            };
            if *distance <= 0.0 {
                break;
            }
            let next = *next;
            starts.push(next);
            for (distance, point) in distances.iter_mut().zip(points) {
                *distance = distance.min(squared(point, &next));
            }
        }
        starts
    }

    /// How often each of `count` comes when as many are drawn with replacement.
    pub(super) fn sample(&mut self, count: usize) -> Vec<f64> {
        let mut times = vec![0_usize; count];
        for _ in 0..count {
            let drawn = self.below(count);
            if let Some(times) = times.get_mut(drawn) {
                *times += 1;
            }
        }
        times.into_iter().map(real).collect()
    }
}
