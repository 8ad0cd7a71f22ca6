//! One bit a number: whether it is negative. Two vectors that point the same way have few different bits (Charikar 2002,
//! doi:10.1145/509907.509965), and five million of them fit into 240 MB.

#![expect(
    clippy::inline_always,
    reason = "what is not inlined is not compiled for the widest instructions"
)]

use crate::lanes::widest;

use super::BadVector;

/// Vectors that are looked at together: the compiler takes the same word of all of them at once.
const TOGETHER: usize = 8;
const BITS: usize = 64;
/// Words come in groups of so many, 384 numbers: the compiler unrolls a loop whose length it knows.
const WORDS: usize = 6;

/// So many candidates are read in full for ten nearest; what more buy is in docs/adr/0021.
pub const CANDIDATES: usize = 400;
/// So many times the candidates are taken by their bits, before the numbers of the query choose among them.
const WIDER: usize = 4;

/// The signs of vectors, numbered from 0 in the order in which they came.
#[derive(Debug, Clone)]
pub struct Signs {
    dim: usize,
    count: usize,
    /// Blocks of [`TOGETHER`] vectors: their first words, their second words, and so on.
    blocks: Vec<[u64; TOGETHER]>,
    /// A bit per vector: 0 for one that was forgotten, or had only zeros.
    present: Vec<u64>,
}

impl Signs {
    /// Of vectors of so many numbers.
    pub const fn new(dim: usize) -> Self {
        Self {
            dim,
            count: 0,
            blocks: Vec::new(),
            present: Vec::new(),
        }
    }

    /// Adds a centred vector and gives its index. One of zeros gets an index but is never found.
    pub fn push(&mut self, vector: &[f32]) -> Result<usize, BadVector> {
        self.check(vector)?;
        let (index, lane) = (self.count, self.count % TOGETHER);
        let words = self.words();
        if lane == 0 {
            self.blocks.resize(self.blocks.len() + words, [0; TOGETHER]);
        }
        if index.is_multiple_of(BITS) {
            self.present.push(0);
        }
        let start = self.blocks.len() - words;
        let block = self.blocks.iter_mut().skip(start);
        for (group, word) in block.zip(signs(vector)) {
            if let Some(place) = group.get_mut(lane) {
                *place = word;
            }
        }
        if vector.iter().any(|value| *value != 0.0)
            && let Some(present) = self.present.last_mut()
        {
            *present |= 1 << (index % BITS);
        }
        self.count += 1;
        Ok(index)
    }

    /// Makes a vector unfindable; indices stay as they are.
    pub fn forget(&mut self, index: usize) {
        if let Some(present) = self.present.get_mut(index / BITS) {
            *present &= !(1 << (index % BITS));
        }
        let words = self.words();
        let start = (index / TOGETHER).saturating_mul(words);
        for group in self.blocks.iter_mut().skip(start).take(words) {
            if let Some(place) = group.get_mut(index % TOGETHER) {
                *place = 0;
            }
        }
    }

    /// Vectors, the forgotten ones too.
    pub const fn len(&self) -> usize {
        self.count
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Memory in bytes.
    pub const fn bytes(&self) -> usize {
        self.blocks.len() * TOGETHER * 8 + self.present.len() * 8
    }

    /// The indices most likely to be near, at most `most`, in order: first by different bits, among four times as many by
    /// the numbers of the query against the bits.
    pub fn candidates(&self, query: &[f32], most: usize) -> Result<Vec<usize>, BadVector> {
        self.check(query)?;
        if query.iter().all(|value| *value == 0.0) || most == 0 {
            return Ok(Vec::new());
        }
        let by_bits = self.by_bits(query, most.saturating_mul(WIDER));
        if by_bits.len() <= most {
            return Ok(by_bits);
        }
        let mut judged: Vec<(f32, usize)> = by_bits
            .into_iter()
            .map(|index| (self.likeness(query, index), index))
            .collect();
        judged.sort_unstable_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
        judged.truncate(most);
        let mut indices: Vec<usize> = judged.into_iter().map(|(_, index)| index).collect();
        indices.sort_unstable();
        Ok(indices)
    }

    pub(super) fn is_present(&self, index: usize) -> bool {
        let present = self.present.get(index / BITS);
        present.is_some_and(|present| present >> (index % BITS) & 1 == 1)
    }

    fn check(&self, vector: &[f32]) -> Result<(), BadVector> {
        if vector.len() != self.dim {
            return Err(BadVector::Width {
                expected: self.dim,
                found: vector.len(),
            });
        }
        if vector.iter().all(|value| value.is_finite()) {
            Ok(())
        } else {
            Err(BadVector::Number)
        }
    }

    const fn words(&self) -> usize {
        self.dim.div_ceil(BITS).next_multiple_of(WORDS)
    }

    /// Exactly the `most` with the fewest different bits; of equal ones those that came first. In order of index.
    fn by_bits(&self, query: &[f32], most: usize) -> Vec<usize> {
        let mut query: Vec<u64> = signs(query).collect();
        query.resize(self.words(), 0);
        let kept = widest(
            #[inline(always)]
            || self.fewest_different(&query, most),
        );
        let mut indices: Vec<usize> = kept.into_iter().map(|(_, index)| index).collect();
        indices.sort_unstable();
        indices
    }

    /// Compiled once for each width of instructions, so everything in it is too.
    #[inline(always)]
    fn fewest_different(&self, query: &[u64], most: usize) -> Vec<(u32, usize)> {
        let mut kept: Vec<(u32, usize)> =
            Vec::with_capacity(most.min(self.count).saturating_mul(2));
        // Whoever comes later with as many different bits as the last one kept would lose.
        let mut bar = u32::MAX;
        for (number, block) in self.blocks.chunks_exact(self.words().max(1)).enumerate() {
            let apart = different_bits(block, query);
            if !apart.iter().any(|apart| *apart < bar) {
                continue;
            }
            for (lane, apart) in apart.into_iter().enumerate() {
                let index = number * TOGETHER + lane;
                if apart < bar && self.is_present(index) {
                    kept.push((apart, index));
                }
            }
            if kept.len() >= most.saturating_mul(2) {
                bar = keep(&mut kept, most);
            }
        }
        keep(&mut kept, most);
        kept
    }

    /// The product of the query with the signs.
    fn likeness(&self, query: &[f32], index: usize) -> f32 {
        let words = self.words();
        let block = self
            .blocks
            .iter()
            .skip((index / TOGETHER) * words)
            .take(words);
        let mut sums = [0.0_f32; 4];
        for (group, values) in block.zip(query.chunks(BITS)) {
            let mut word = group.get(index % TOGETHER).copied().unwrap_or_default();
            for (place, value) in values.iter().enumerate() {
                // The sign of the stored number, put onto that of the query.
                let sign = u32::from(word & 1 == 1) << 31;
                if let Some(sum) = sums.get_mut(place % 4) {
                    *sum += f32::from_bits(value.to_bits() ^ sign);
                }
                word >>= 1;
            }
        }
        sums.iter().sum()
    }
}

/// Keeps the best `most` and gives the bits that whoever comes later has to be below.
fn keep(kept: &mut Vec<(u32, usize)>, most: usize) -> u32 {
    if kept.len() <= most {
        return u32::MAX;
    }
    let last = most.saturating_sub(1);
    let (_, (bar, _), _) = kept.select_nth_unstable(last);
    let bar = *bar;
    kept.truncate(most);
    bar
}

/// 64 signs a word, the first in the lowest bit.
fn signs(vector: &[f32]) -> impl Iterator<Item = u64> {
    vector.chunks(BITS).map(|values| {
        let bits = values.iter().enumerate();
        bits.fold(0, |word, (place, value)| {
            word | u64::from(*value < 0.0) << place
        })
    })
}

/// In how many bits each vector of a block differs.
#[inline(always)]
fn different_bits(block: &[[u64; TOGETHER]], query: &[u64]) -> [u32; TOGETHER] {
    let mut apart = [0_u64; TOGETHER];
    let groups = block.as_chunks::<WORDS>().0.iter();
    for (rows, query) in groups.zip(query.as_chunks::<WORDS>().0) {
        for (row, query) in rows.iter().zip(query) {
            for (apart, word) in apart.iter_mut().zip(row) {
                *apart += u64::from((word ^ query).count_ones());
            }
        }
    }
    apart.map(|apart| u32::try_from(apart).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn by_bits_are_exactly_the_fewest_different_bits(
            vectors in prop::collection::vec(prop::collection::vec(-4_i8..4, 70), 1..120),
            query in prop::collection::vec(-4_i8..4, 70),
            most in 1_usize..20,
            gone in any::<prop::sample::Index>(),
        ) {
            let real = |vector: &Vec<i8>| vector.iter().map(|value| f32::from(*value)).collect::<Vec<f32>>();
            let mut signs = Signs::new(70);
            for vector in &vectors {
                signs.push(&real(vector)).unwrap();
            }
            let gone = gone.index(vectors.len());
            signs.forget(gone);
            let apart = |vector: &Vec<i8>| {
                vector.iter().zip(&query).filter(|(one, other)| (**one < 0) != (**other < 0)).count()
            };
            let mut expected: Vec<(usize, usize)> = vectors
                .iter()
                .enumerate()
                .filter(|(index, vector)| *index != gone && vector.iter().any(|value| *value != 0))
                .map(|(index, vector)| (apart(vector), index))
                .collect();
            expected.sort_unstable();
            let mut expected: Vec<usize> = expected.into_iter().take(most).map(|(_, index)| index).collect();
            expected.sort_unstable();
            prop_assert_eq!(signs.by_bits(&real(&query), most), expected);
        }
    }

    #[test]
    fn a_vector_of_another_width_is_refused() {
        let mut signs = Signs::new(3);
        assert_eq!(
            signs.push(&[1.0]),
            Err(BadVector::Width {
                expected: 3,
                found: 1
            })
        );
        assert_eq!(signs.push(&[1.0, f32::NAN, 0.0]), Err(BadVector::Number));
        assert_eq!(signs.len(), 0);
        assert_eq!(signs.candidates(&[1.0, 0.0, 0.0], 5), Ok(Vec::new()));
    }
}
