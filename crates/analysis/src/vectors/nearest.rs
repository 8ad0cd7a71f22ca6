//! The few nearest of many.

use std::cmp::Ordering;

use crate::numbers::of_integer;

use super::Quantised;
use super::quantised::{inverse_length, product};

/// The nearest `k` of candidates, the nearest first; equal ones in the order of their index. A candidate of another width
/// is none.
pub fn best_of(
    query: &[f32],
    candidates: impl IntoIterator<Item = (usize, Quantised)>,
    k: usize,
) -> Vec<(usize, f32)> {
    let mut best = Best::new(k);
    let Ok(query) = Quantised::of(query) else {
        return Vec::new();
    };
    let length = inverse_length(query.values());
    for (index, candidate) in candidates {
        if candidate.dim() == query.dim() {
            let lengths = length * inverse_length(candidate.values());
            let product = of_integer(product(query.values(), candidate.values()));
            best.offer(index, product * lengths);
        }
    }
    best.found
}

/// At most `k` indices with their cosines, in order.
#[derive(Debug, Clone)]
pub(super) struct Best {
    k: usize,
    pub(super) found: Vec<(usize, f32)>,
}

impl Best {
    pub(super) const fn new(k: usize) -> Self {
        Self {
            k,
            found: Vec::new(),
        }
    }

    /// What a cosine has to beat, or equal with a smaller index.
    pub(super) fn bar(&self) -> f32 {
        if self.found.len() < self.k {
            return f32::NEG_INFINITY;
        }
        self.found
            .last()
            .map_or(f32::INFINITY, |(_, cosine)| *cosine)
    }

    pub(super) fn offer(&mut self, index: usize, cosine: f32) {
        if cosine < self.bar() {
            return;
        }
        let before = |(other, near): &(usize, f32)| {
            near.total_cmp(&cosine).then(index.cmp(other)) == Ordering::Greater
        };
        let place = self.found.partition_point(before);
        self.found.insert(place, (index, cosine));
        self.found.truncate(self.k);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_ones_stand_in_the_order_of_their_index_however_they_come() {
        for order in [[3, 1, 2, 0], [0, 1, 2, 3], [2, 0, 3, 1]] {
            let mut best = Best::new(3);
            for index in order {
                best.offer(index, if index == 3 { 0.9 } else { 0.5 });
            }
            assert_eq!(best.found, [(3, 0.9), (0, 0.5), (1, 0.5)]);
        }
    }

    #[test]
    fn none_are_asked_none_are_found() {
        let mut best = Best::new(0);
        best.offer(1, 1.0);
        assert_eq!(best.found, []);
    }
}
