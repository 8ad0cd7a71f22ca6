//! Vectors of one authority in memory: a bit a number to look through, a byte a number to judge.

#![expect(
    clippy::inline_always,
    reason = "what is not inlined is not compiled for the widest instructions"
)]

use crate::lanes::widest;
use crate::numbers::of_integer;

use super::nearest::Best;
use super::quantised::{Quantised, inverse_length, product};
use super::signs::CANDIDATES;
use super::{BadVector, Signs};

/// Up to so many vectors all are judged.
const FEW: usize = 4_096;
/// Vectors whose products are taken together; two tiles of 384 numbers stay in the second cache.
const TILE: usize = 64;

/// Centred vectors, numbered from 0 in the order in which they came; whoever keeps the signals knows which is which.
#[derive(Debug, Clone)]
pub struct Store {
    dim: usize,
    signs: Signs,
    values: Vec<i8>,
    inverse_lengths: Vec<f32>,
}

impl Store {
    /// Of vectors of so many numbers.
    pub const fn new(dim: usize) -> Self {
        Self {
            dim,
            signs: Signs::new(dim),
            values: Vec::new(),
            inverse_lengths: Vec::new(),
        }
    }

    /// Adds a vector and gives its index. One of zeros gets an index but is never found.
    pub fn push(&mut self, vector: &[f32]) -> Result<usize, BadVector> {
        let index = self.signs.push(vector)?;
        let quantised = Quantised::of(vector)?;
        self.values.extend(quantised.values());
        self.inverse_lengths
            .push(inverse_length(quantised.values()));
        Ok(index)
    }

    /// Makes a vector unfindable and wipes its numbers; indices stay as they are.
    pub fn forget(&mut self, index: usize) {
        self.signs.forget(index);
        let start = index.saturating_mul(self.dim);
        for value in self.values.iter_mut().skip(start).take(self.dim) {
            *value = 0;
        }
        if let Some(length) = self.inverse_lengths.get_mut(index) {
            *length = 0.0;
        }
    }

    /// Vectors, the forgotten ones too.
    pub const fn len(&self) -> usize {
        self.signs.len()
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.signs.is_empty()
    }

    /// The nearest `k` with their cosines, the nearest first; equal ones in the order of their index. Of many vectors some
    /// of the nearest may be missed (docs/adr/0021); of up to 4,096 none.
    pub fn nearest(&self, query: &[f32], k: usize) -> Result<Vec<(usize, f32)>, BadVector> {
        let all = if self.len() <= FEW {
            (0..self.len()).collect()
        } else {
            self.signs
                .candidates(query, CANDIDATES.max(k.saturating_mul(CANDIDATES / 10)))?
        };
        let query = Quantised::of(query)?;
        if query.dim() != self.dim {
            return Err(BadVector::Width {
                expected: self.dim,
                found: query.dim(),
            });
        }
        let length = inverse_length(query.values());
        let mut best = Best::new(if length > 0.0 { k } else { 0 });
        for index in all {
            let Some((values, inverse)) = self.vector(index) else {
                continue;
            };
            let cosine = of_integer(product(query.values(), values)) * length * inverse;
            best.offer(index, cosine);
        }
        Ok(best.found)
    }

    /// For each vector its exact nearest `k` others with their cosines, the nearest first; none for one that was forgotten.
    /// O(n²): 17,000 vectors of 384 numbers take some seconds (docs/adr/0021).
    pub fn knn_graph(&self, k: usize) -> Vec<Vec<(usize, f32)>> {
        if self.dim == 0 {
            return vec![Vec::new(); self.len()];
        }
        let best = widest(
            #[inline(always)]
            || self.nearest_of_all(k),
        );
        best.into_iter().map(|best| best.found).collect()
    }

    /// Compiled once for each width of instructions, so everything in it is too.
    #[inline(always)]
    fn nearest_of_all(&self, k: usize) -> Vec<Best> {
        let mut best = vec![Best::new(k); self.len()];
        // Two bytes a number: processors multiply those eight at a time and add them up in pairs.
        let wide: Vec<i16> = self.values.iter().map(|value| i16::from(*value)).collect();
        let tile = TILE * self.dim;
        for (row_tile, rows) in wide.chunks(tile).enumerate() {
            for (column_tile, columns) in wide.chunks(tile).enumerate().skip(row_tile) {
                for (row, one) in rows.chunks_exact(self.dim).enumerate() {
                    let row = row_tile * TILE + row;
                    self.offer_row(&mut best, row, one, column_tile * TILE, columns);
                }
            }
        }
        best
    }

    /// One vector against those of a tile that come after it.
    #[inline(always)]
    fn offer_row(&self, best: &mut [Best], row: usize, one: &[i16], first: usize, columns: &[i16]) {
        let length = self.inverse_lengths.get(row).copied().unwrap_or_default();
        if length == 0.0 {
            return;
        }
        let mut bar = best.get(row).map_or(f32::INFINITY, Best::bar);
        let skipped = (row + 1).saturating_sub(first);
        let columns = columns.chunks_exact(self.dim).enumerate().skip(skipped);
        for (column, other) in columns {
            let column = first + column;
            let inverse = self
                .inverse_lengths
                .get(column)
                .copied()
                .unwrap_or_default();
            if inverse == 0.0 {
                continue;
            }
            let cosine = of_integer(wide_product(one, other)) * (length * inverse);
            if cosine >= bar
                && let Some(best) = best.get_mut(row)
            {
                best.offer(column, cosine);
                bar = best.bar();
            }
            if let Some(best) = best.get_mut(column) {
                best.offer(row, cosine);
            }
        }
    }

    fn vector(&self, index: usize) -> Option<(&[i8], f32)> {
        let start = index.checked_mul(self.dim)?;
        let values = self.values.get(start..start.checked_add(self.dim)?)?;
        let inverse = *self.inverse_lengths.get(index)?;
        self.signs.is_present(index).then_some((values, inverse))
    }
}

/// Exact, as for bytes.
#[inline(always)]
fn wide_product(one: &[i16], other: &[i16]) -> i32 {
    let pairs = one.iter().zip(other);
    pairs.fold(0_i32, |sum, (one, other)| {
        sum.wrapping_add(i32::from(*one).wrapping_mul(i32::from(*other)))
    })
}
