//! Each piece of a text looks at all pieces of the same text (Vaswani et al. 2017, arXiv 1706.03762, §3.2).

use super::curves::softmax;
use super::lanes::WIDTH;

/// Replaces the query of each piece of a text by what that piece sees: the mean of the values, weighted by how well key
/// and query agree; for each head apart. `width` numbers a piece; a head has a multiple of sixteen.
#[inline(always)]
pub(super) fn attention(
    queries: &mut [f32],
    keys: &[f32],
    values: &[f32],
    width: usize,
    heads: usize,
) {
    let part = width / heads;
    let length = queries.len() / width;
    let scale = 1.0 / super::encoder::count(part).sqrt();
    let mut scores = vec![[f32::MIN; WIDTH]; length.div_ceil(WIDTH)];
    for head in 0..heads {
        let range = head * part..(head + 1) * part;
        let columns = Columns::new(keys, width, range.start, part);
        let own_values = own_part(values, width, range.start, part);
        for query in queries.chunks_exact_mut(width) {
            let own = query.get_mut(range.clone()).unwrap_or_default();
            columns.products(own, scale, &mut scores);
            for nobody in scores.as_flattened_mut().iter_mut().skip(length) {
                *nobody = f32::MIN;
            }
            softmax(&mut scores);
            weighted(scores.as_flattened(), &own_values, own);
        }
    }
}

/// The keys of one head: for sixteen pieces after each other, per number of the head, that number of each piece.
struct Columns {
    part: usize,
    numbers: Vec<[f32; WIDTH]>,
}

impl Columns {
    #[inline(always)]
    fn new(keys: &[f32], width: usize, start: usize, part: usize) -> Self {
        let length = keys.len() / width;
        let mut numbers = vec![[0.0; WIDTH]; length.div_ceil(WIDTH) * part];
        let groups = keys.chunks(WIDTH * width);
        for (group, numbers) in groups.zip(numbers.chunks_exact_mut(part)) {
            for (place, key) in group.chunks_exact(width).enumerate() {
                for (line, number) in numbers.iter_mut().zip(key.iter().skip(start)) {
                    if let Some(column) = line.get_mut(place) {
                        *column = *number;
                    }
                }
            }
        }
        Self { part, numbers }
    }

    #[inline(always)]
    fn products(&self, query: &[f32], scale: f32, scores: &mut [[f32; WIDTH]]) {
        let groups = self.numbers.chunks_exact(self.part);
        for (numbers, scores) in groups.zip(scores) {
            let mut sums = [0.0; WIDTH];
            for (line, own) in numbers.iter().zip(query) {
                for (sum, number) in sums.iter_mut().zip(line) {
                    *sum += own * number;
                }
            }
            *scores = sums.map(|sum| sum * scale);
        }
    }
}

/// The values of one head, for each sixteen numbers of the head apart: one line per piece.
#[inline(always)]
fn own_part(values: &[f32], width: usize, start: usize, part: usize) -> Vec<Vec<[f32; WIDTH]>> {
    let lines = |number: usize| {
        let pieces = values.chunks_exact(width);
        pieces.filter_map(move |value| {
            let own = value.get(start..start + part)?;
            own.as_chunks().0.get(number).copied()
        })
    };
    (0..part / WIDTH)
        .map(|number| lines(number).collect())
        .collect()
}

#[inline(always)]
fn weighted(shares: &[f32], values: &[Vec<[f32; WIDTH]>], seen: &mut [f32]) {
    for (lines, seen) in values.iter().zip(seen.as_chunks_mut().0) {
        let mut sums = [0.0; WIDTH];
        for (share, line) in shares.iter().zip(lines) {
            for (sum, value) in sums.iter_mut().zip(line) {
                *sum += share * value;
            }
        }
        *seen = sums;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attention_to_equal_keys_is_the_mean_of_the_values() {
        let mut seen = [1.0, 2.0].map(|number| [number; 32]).concat();
        let values = [[0.0; 16], [2.0; 16], [4.0; 16], [6.0; 16]].concat();
        attention(&mut seen, &[1.0; 64], &values, 32, 2);
        assert_eq!(seen, [[2.0; 16], [4.0; 16]].concat().repeat(2));
    }

    #[test]
    fn a_head_looks_only_at_its_own_numbers() {
        // The first head of the first piece agrees with the second key alone, the second head with the first alone.
        let mut seen = [[9.0; 16], [9.0; 16], [0.0; 16], [0.0; 16]].concat();
        let keys = [[0.0; 16], [9.0; 16], [9.0; 16], [0.0; 16]].concat();
        let values = [[1.0; 16], [2.0; 16], [3.0; 16], [4.0; 16]].concat();
        attention(&mut seen, &keys, &values, 32, 2);
        assert_eq!(seen[..32], [[3.0; 16], [2.0; 16]].concat());
        assert_eq!(seen[32..], [[2.0; 16], [3.0; 16]].concat());
    }
}
