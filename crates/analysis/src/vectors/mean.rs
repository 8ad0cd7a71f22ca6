//! What all texts have in common, and a vector without it.

use crate::numbers::{narrow, real};

use super::BadVector;

/// First byte of what is stored.
const LAYOUT: u8 = 1;
const HEAD_BYTES: usize = 1 + 8;

/// The mean of vectors that came one by one.
///
/// Encoders put all texts into one corner of the space; without their mean they come apart.
#[derive(Debug, Clone, PartialEq)]
pub struct Mean {
    count: u64,
    sums: Vec<f64>,
}

impl Mean {
    /// Of nothing yet.
    pub fn new(dim: usize) -> Self {
        Self {
            count: 0,
            sums: vec![0.0; dim],
        }
    }

    /// Of many.
    pub fn of<'a>(dim: usize, vectors: impl IntoIterator<Item = &'a [f32]>) -> Self {
        let mut mean = Self::new(dim);
        for vector in vectors {
            mean.add(vector);
        }
        mean
    }

    /// One vector more. One of another width, with a number that is none, or with zeros only (no text) changes nothing.
    pub fn add(&mut self, vector: &[f32]) {
        let is_usable = vector.len() == self.sums.len()
            && vector.iter().all(|value| value.is_finite())
            && vector.iter().any(|value| *value != 0.0);
        if is_usable {
            self.count += 1;
            for (sum, value) in self.sums.iter_mut().zip(vector) {
                *sum += f64::from(*value);
            }
        }
    }

    /// Both together: a mean of an authority on top of the one that ships.
    #[must_use]
    pub fn and(mut self, other: &Self) -> Self {
        if self.sums.len() == other.sums.len() {
            self.count += other.count;
            for (sum, more) in self.sums.iter_mut().zip(&other.sums) {
                *sum += more;
            }
        }
        self
    }

    /// How many vectors.
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// Numbers in one vector.
    pub const fn dim(&self) -> usize {
        self.sums.len()
    }

    /// The vector without what all have in common, of length one again. Zeros stay zeros: a text without words is not
    /// the opposite of all others. Another width gives zeros.
    pub fn centred(&self, vector: &[f32]) -> Vec<f32> {
        let nothing = vec![0.0; self.sums.len()];
        if vector.len() != self.sums.len() || vector.iter().all(|value| *value == 0.0) {
            return nothing;
        }
        // A mean of one vector would leave nothing of it.
        let count = if self.count < 2 {
            f64::INFINITY
        } else {
            real(usize::try_from(self.count).unwrap_or(usize::MAX))
        };
        let pairs = || vector.iter().zip(&self.sums);
        let apart = |(value, sum): (&f32, &f64)| f64::from(*value) - sum / count;
        let length = pairs()
            .map(apart)
            .map(|value| value * value)
            .sum::<f64>()
            .sqrt();
        if !length.is_normal() {
            return nothing;
        }
        pairs().map(|pair| narrow(apart(pair) / length)).collect()
    }

    /// For storing.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = vec![LAYOUT];
        bytes.extend(self.count.to_le_bytes());
        bytes.extend(self.sums.iter().flat_map(|sum| sum.to_le_bytes()));
        bytes
    }

    /// Reads what [`Self::to_bytes`] wrote, of vectors of this width.
    pub fn from_bytes(bytes: &[u8], dim: usize) -> Result<Self, BadVector> {
        let width = BadVector::Width {
            expected: dim,
            found: bytes.len().saturating_sub(HEAD_BYTES) / 8,
        };
        let (layout, rest) = bytes.split_first().ok_or(width)?;
        if *layout != LAYOUT {
            return Err(BadVector::Layout(*layout));
        }
        let (count, sums) = rest.split_first_chunk().ok_or(width)?;
        let (sums, rest) = sums.as_chunks();
        if sums.len() != dim || !rest.is_empty() {
            return Err(width);
        }
        let sums: Vec<f64> = sums.iter().map(|sum| f64::from_le_bytes(*sum)).collect();
        if !sums.iter().all(|sum| sum.is_finite()) {
            return Err(BadVector::Number);
        }
        Ok(Self {
            count: u64::from_le_bytes(*count),
            sums,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_all_have_in_common_is_taken_away() {
        let mean = Mean::of(2, [[0.8, 0.6].as_slice(), &[0.8, -0.6]]);
        let centred = mean.centred(&[0.8, 0.6]);
        assert!(
            centred[0].abs() < 1e-6 && (centred[1] - 1.0).abs() < 1e-6,
            "{centred:?}"
        );
        assert_eq!(mean.centred(&[0.0, 0.0]), [0.0, 0.0]);
        assert_eq!(mean.centred(&[1.0]), [0.0, 0.0]);
    }

    #[test]
    fn a_single_vector_is_not_its_own_mean() {
        let mean = Mean::of(2, [[0.6, 0.8].as_slice()]);
        assert_eq!(mean.centred(&[0.6, 0.8]), [0.6, 0.8]);
    }

    #[test]
    fn what_is_no_vector_changes_nothing_and_one_by_one_is_all_at_once() {
        let mut mean = Mean::of(2, [[0.6, 0.8].as_slice()]);
        for bad in [&[1.0][..], &[f32::NAN, 0.0], &[0.0, 0.0]] {
            mean.add(bad);
        }
        assert_eq!(mean.count(), 1);
        let other = Mean::of(2, [[1.0, 0.0].as_slice()]);
        let both = Mean::of(2, [[0.6, 0.8].as_slice(), &[1.0, 0.0]]);
        assert_eq!(mean.and(&other), both);
        assert_eq!(Mean::from_bytes(&both.to_bytes(), 2), Ok(both.clone()));
        assert!(Mean::from_bytes(&both.to_bytes(), 3).is_err());
        assert!(Mean::from_bytes(&both.to_bytes()[..20], 2).is_err());
    }
}
