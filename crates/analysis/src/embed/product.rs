//! Rows times a matrix: weights of eight bits, inputs of sixteen, sums of 32, one scale for 32 weights of an output.
//!
//! No sum can overflow: 32 × 127 × 32,767 is 2²⁷. With inputs of sixteen bits what is lost is below what single
//! precision loses over twelve layers (docs/adr/0017).

use super::lanes::{BLOCK, Lanes, WIDTH};
use super::tensors::Tensor;

/// Rows that share one reading of the weights: as many sums as AVX2 has registers for.
const ROWS: usize = 6;

/// Largest input after scaling.
const LARGEST: f32 = 32_767.0;

/// 1.5 × 2²³: whoever adds it to a number below 2²² finds the nearest whole number in the lowest bits of the sum.
pub(super) const ROUNDING: f32 = 12_582_912.0;

/// A matrix with what is added to each output.
pub(super) struct Product {
    /// Blocks in one row of inputs.
    blocks: usize,
    /// For sixteen outputs after each other, per block, per two inputs: two weights for each output.
    codes: Vec<[[i8; 2 * WIDTH]; BLOCK / 2]>,
    /// For sixteen outputs after each other, per block: the scale for each output.
    scales: Vec<[f32; WIDTH]>,
    bias: Vec<f32>,
}

/// Rows ready to be multiplied.
#[derive(Default)]
pub(super) struct Packed {
    blocks: usize,
    /// For [`ROWS`] rows after each other, per block, per two inputs: both inputs of each row.
    pairs: Vec<[[i32; ROWS]; BLOCK / 2]>,
    /// What each row was divided by.
    scales: Vec<f32>,
}

impl Product {
    /// `weights` holds one row of `inputs` for each number of `bias`. Both are multiples of 32.
    pub(super) fn new(weights: &Tensor<'_>, inputs: usize, bias: Vec<f32>) -> Self {
        let blocks = inputs / BLOCK;
        let outputs = bias.len();
        let mut codes = vec![[[0; 2 * WIDTH]; BLOCK / 2]; blocks * outputs / WIDTH];
        let mut scales = vec![[0.0; WIDTH]; blocks * outputs / WIDTH];
        let tiles = codes.chunks_exact_mut(blocks);
        for (number, (codes, scales)) in tiles.zip(scales.chunks_exact_mut(blocks)).enumerate() {
            for lane in 0..WIDTH {
                let own = weights.blocks(number * WIDTH + lane, inputs);
                for ((own_codes, own_scale), (codes, scales)) in
                    own.zip(codes.iter_mut().zip(&mut *scales))
                {
                    if let Some(scale) = scales.get_mut(lane) {
                        *scale = own_scale;
                    }
                    for (line, pair) in codes.iter_mut().zip(own_codes.as_chunks().0) {
                        if let Some(place) = line.as_chunks_mut::<2>().0.get_mut(lane) {
                            *place = *pair;
                        }
                    }
                }
            }
        }
        Self {
            blocks,
            codes,
            scales,
            bias,
        }
    }

    /// Numbers in a row that comes out.
    pub(super) fn outputs(&self) -> usize {
        self.bias.len()
    }

    /// One row of outputs per packed row; they replace what was in `results`.
    #[inline(always)]
    pub(super) fn apply<L: Lanes>(&self, lanes: L, packed: &Packed, results: &mut Vec<f32>) {
        let outputs = self.bias.len();
        results.resize(packed.scales.len() * outputs, 0.0);
        let tiles = self.codes.chunks_exact(self.blocks);
        let tiles = tiles.zip(self.scales.chunks_exact(self.blocks));
        for (number, ((codes, scales), bias)) in tiles.zip(self.bias.as_chunks().0).enumerate() {
            let groups = packed.pairs.chunks_exact(packed.blocks);
            let groups = groups.zip(packed.scales.chunks(ROWS));
            for ((pairs, row_scales), results) in groups.zip(results.chunks_mut(ROWS * outputs)) {
                let totals = tile(lanes, codes, scales, pairs);
                let rows = results.chunks_exact_mut(outputs).zip(row_scales);
                for ((result, scale), totals) in rows.zip(totals) {
                    if let Some(place) = result.as_chunks_mut().0.get_mut(number) {
                        *place = finished(&totals, *scale, bias);
                    }
                }
            }
        }
    }
}

/// Sixteen outputs of [`ROWS`] rows.
#[inline(always)]
fn tile<L: Lanes>(
    lanes: L,
    codes: &[[[i8; 2 * WIDTH]; BLOCK / 2]],
    scales: &[[f32; WIDTH]],
    pairs: &[[[i32; ROWS]; BLOCK / 2]],
) -> [[f32; WIDTH]; ROWS] {
    let mut totals = [lanes.no_totals(); ROWS];
    for ((codes, scales), pairs) in codes.iter().zip(scales).zip(pairs) {
        let mut sums = [lanes.no_sums(); ROWS];
        for (codes, pairs) in codes.iter().zip(pairs) {
            let weights = lanes.weights(codes);
            for (sums, pair) in sums.iter_mut().zip(pairs) {
                *sums = lanes.add_products(*sums, weights, *pair);
            }
        }
        for (totals, sums) in totals.iter_mut().zip(sums) {
            *totals = lanes.add_scaled(*totals, sums, scales);
        }
    }
    totals.map(|totals| lanes.values(totals))
}

#[inline(always)]
fn finished(totals: &[f32; WIDTH], scale: f32, bias: &[f32; WIDTH]) -> [f32; WIDTH] {
    let mut result = [0.0; WIDTH];
    for ((result, total), bias) in result.iter_mut().zip(totals).zip(bias) {
        *result = total * scale + bias;
    }
    result
}

impl Packed {
    /// Scales each row of `inputs` numbers to sixteen bits; they replace the rows before.
    #[inline(always)]
    pub(super) fn fill(&mut self, rows: &[f32], inputs: usize) {
        let blocks = inputs / BLOCK;
        let groups = rows.len().div_ceil(ROWS * inputs);
        self.blocks = blocks;
        // A group that is not full keeps numbers of before; their sums go nowhere.
        self.pairs.resize(groups * blocks, [[0; ROWS]; BLOCK / 2]);
        self.scales.clear();
        let groups = rows.chunks(ROWS * inputs);
        for (rows, group) in groups.zip(self.pairs.chunks_exact_mut(blocks)) {
            for (place, row) in rows.chunks_exact(inputs).enumerate() {
                let (up, down) = scale(row);
                self.scales.push(down);
                for (lines, values) in group.iter_mut().zip(row.as_chunks::<BLOCK>().0) {
                    for (line, [one, other]) in lines.iter_mut().zip(values.as_chunks().0) {
                        if let Some(pair) = line.get_mut(place) {
                            *pair = packed_pair(one * up, other * up);
                        }
                    }
                }
            }
        }
    }
}

/// What to multiply with so that the largest number fits, and back.
#[inline(always)]
fn scale(row: &[f32]) -> (f32, f32) {
    // Without their signs, numbers have the order of their bits.
    let bits = row.iter().map(|value| value.abs().to_bits()).max();
    let largest = f32::from_bits(bits.unwrap_or_default());
    if largest > 0.0 {
        (LARGEST / largest, largest / LARGEST)
    } else {
        (0.0, 0.0)
    }
}

#[inline(always)]
fn packed_pair(one: f32, other: f32) -> i32 {
    let low = (one + ROUNDING).to_bits() & 0xFFFF;
    let high = (other + ROUNDING).to_bits() << 16;
    (high | low).cast_signed()
}

#[cfg(test)]
mod tests {
    use super::super::lanes::{Instructions, Work};
    use super::super::small_model::Chance;
    use super::super::tensors::Kind;
    use super::*;

    struct Once<'a>(&'a Product, &'a [f32]);

    impl Work for Once<'_> {
        type Answer = Vec<f32>;

        #[inline(always)]
        fn run(self, lanes: impl Lanes) -> Vec<f32> {
            let (mut packed, mut results) = (Packed::default(), vec![9.0; 1_000]);
            packed.fill(self.1, 64);
            self.0.apply(lanes, &packed, &mut results);
            results
        }
    }

    /// 32 outputs of 64 inputs; by chance, or all as far from zero as they can be.
    fn product(scale: [u8; 2], mut code: impl FnMut() -> u8) -> (Vec<f32>, Product) {
        let bytes: Vec<u8> = (0..64)
            .flat_map(|_| {
                scale
                    .into_iter()
                    .chain((0..16).map(|_| code()).collect::<Vec<_>>())
            })
            .collect();
        let tensor = Tensor {
            kind: Kind::Quarters,
            bytes: &bytes,
        };
        let bias = (0..32_u8).map(f32::from).collect();
        (tensor.values(), Product::new(&tensor, 64, bias))
    }

    fn check(weights: &[f32], product: &Product, rows: &[f32]) {
        let all = Instructions::all();
        let expected = all[0].run(Once(product, rows));
        for (row, found) in rows.chunks(64).zip(expected.chunks(32)) {
            let largest = row
                .iter()
                .fold(0.0_f32, |largest, value| largest.max(value.abs()));
            for (output, (weights, found)) in weights.chunks(64).zip(found).enumerate() {
                let pairs = row.iter().zip(weights);
                let exact = pairs
                    .map(|(one, other)| f64::from(*one) * f64::from(*other))
                    .sum::<f64>();
                let exact = exact + f64::from(u32::try_from(output).unwrap());
                let weight = weights
                    .iter()
                    .map(|weight| f64::from(weight.abs()))
                    .sum::<f64>();
                let lost = weight * f64::from(largest) / 32_767.0 + exact.abs() * 1e-6;
                assert!(
                    (f64::from(*found) - exact).abs() <= lost,
                    "{found} is not {exact}"
                );
            }
        }
        for instructions in all {
            let found = instructions.run(Once(product, rows));
            assert_eq!(found, expected, "{}", instructions.name());
            let apart = rows
                .chunks(64)
                .flat_map(|row| instructions.run(Once(product, row)));
            assert_eq!(
                apart.collect::<Vec<_>>(),
                expected,
                "{} apart",
                instructions.name()
            );
        }
    }

    #[test]
    fn rows_times_a_matrix_are_right_and_the_same_on_every_kind_of_processor() {
        let mut chance = Chance(3);
        let (weights, product) = product([0, 0x2C], || chance.byte());
        for rows in [1, 5, 6, 7, 13] {
            let rows: Vec<f32> = (0..rows * 64).map(|_| chance.number() * 8.0).collect();
            check(&weights, &product, &rows);
        }
    }

    #[test]
    fn the_largest_numbers_do_not_overflow() {
        // All weights −8 times 65,504, all inputs alike.
        let (weights, product) = product([0xFF, 0x7B], || 0);
        check(&weights, &product, &[3.0e4; 128]);
        check(&weights, &product, &[-1e-30; 64]);
    }

    #[test]
    fn a_row_of_zeros_gives_the_bias() {
        let (weights, product) = product([0, 0x3C], || 0x5A);
        check(&weights, &product, &[0.0; 64]);
    }
}
