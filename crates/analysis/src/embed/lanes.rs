//! Sixteen sums side by side, with the widest instructions that the processor has: chosen when the program runs, since
//! one binary serves all.
//!
//! The sums are whole numbers, and numbers with a fraction are added and multiplied one by one in the order of the
//! code, never fused: every path gives the same bytes.

#[cfg(target_arch = "x86_64")]
use pulp::{
    Simd, WithSimd, cast,
    x86::{V3, V4},
};

/// Outputs computed side by side.
pub(super) const WIDTH: usize = 16;

/// Inputs that share a scale.
pub(super) const BLOCK: usize = 32;

/// What the product of matrices asks of a processor.
pub(super) trait Lanes: Copy {
    /// Two weights for each output.
    type Weights: Copy;
    /// A whole number for each output.
    type Sums: Copy;
    /// A number for each output.
    type Totals: Copy;

    /// All zero.
    fn no_sums(self) -> Self::Sums;

    /// All zero.
    fn no_totals(self) -> Self::Totals;

    /// Widens two weights for each output.
    fn weights(self, codes: &[i8; 2 * WIDTH]) -> Self::Weights;

    /// Adds for each output both products. `pair` holds two inputs of 16 bits, the first in the low half.
    fn add_products(self, sums: Self::Sums, weights: Self::Weights, pair: i32) -> Self::Sums;

    /// Adds the sums, each times its scale.
    fn add_scaled(
        self,
        totals: Self::Totals,
        sums: Self::Sums,
        scales: &[f32; WIDTH],
    ) -> Self::Totals;

    /// The numbers.
    fn values(self, totals: Self::Totals) -> [f32; WIDTH];
}

/// Work that is compiled once for each kind of processor. What it calls is inlined, or it would be compiled for the
/// plainest.
pub(super) trait Work {
    /// What comes of it.
    type Answer;

    /// Does it.
    fn run(self, lanes: impl Lanes) -> Self::Answer;
}

/// Which instructions are used.
#[derive(Debug, Clone, Copy)]
pub(super) enum Instructions {
    /// 512 bits: servers since 2017.
    #[cfg(target_arch = "x86_64")]
    Avx512(V4),
    /// 256 bits: everything since 2013.
    #[cfg(target_arch = "x86_64")]
    Avx2(V3),
    /// What the compiler makes of plain Rust.
    Plain,
}

impl Instructions {
    /// The widest of this processor.
    pub(super) fn best() -> Self {
        Self::all().into_iter().next().unwrap_or(Self::Plain)
    }

    /// All that this processor has, the widest first.
    pub(super) fn all() -> Vec<Self> {
        let wide: [Option<Self>; 2];
        #[cfg(target_arch = "x86_64")]
        {
            wide = [
                V4::try_new().map(Self::Avx512),
                V3::try_new().map(Self::Avx2),
            ];
        }
        #[cfg(not(target_arch = "x86_64"))]
        {
            wide = [None, None];
        }
        wide.into_iter().flatten().chain([Self::Plain]).collect()
    }

    /// For people.
    pub(super) fn name(self) -> &'static str {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Avx512(_) => "AVX-512",
            #[cfg(target_arch = "x86_64")]
            Self::Avx2(_) => "AVX2",
            Self::Plain => "plain",
        }
    }

    /// Does the work with these instructions.
    pub(super) fn run<W: Work>(self, work: W) -> W::Answer {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Avx512(lanes) => Simd::vectorize(lanes, With { lanes, work }),
            #[cfg(target_arch = "x86_64")]
            Self::Avx2(lanes) => Simd::vectorize(lanes, With { lanes, work }),
            Self::Plain => work.run(Plain),
        }
    }
}

#[cfg(target_arch = "x86_64")]
struct With<L, W> {
    lanes: L,
    work: W,
}

#[cfg(target_arch = "x86_64")]
impl<L: Lanes, W: Work> WithSimd for With<L, W> {
    type Output = W::Answer;

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) -> W::Answer {
        self.work.run(self.lanes)
    }
}

#[cfg(target_arch = "x86_64")]
impl Lanes for V4 {
    type Weights = pulp::i16x32;
    type Sums = pulp::i32x16;
    type Totals = pulp::f32x16;

    #[inline(always)]
    fn no_sums(self) -> Self::Sums {
        self.splat_i32x16(0)
    }

    #[inline(always)]
    fn no_totals(self) -> Self::Totals {
        self.splat_f32x16(0.0)
    }

    #[inline(always)]
    fn weights(self, codes: &[i8; 2 * WIDTH]) -> Self::Weights {
        cast(self.avx512bw._mm512_cvtepi8_epi16(cast(*codes)))
    }

    #[inline(always)]
    fn add_products(self, sums: Self::Sums, weights: Self::Weights, pair: i32) -> Self::Sums {
        let pairs = cast(self.splat_i32x16(pair));
        self.wrapping_add_i32x16(
            sums,
            self.multiply_wrapping_add_adjacent_i16x32(weights, pairs),
        )
    }

    #[inline(always)]
    fn add_scaled(
        self,
        totals: Self::Totals,
        sums: Self::Sums,
        scales: &[f32; WIDTH],
    ) -> Self::Totals {
        let scaled = self.mul_f32x16(self.convert_i32x16_to_f32x16(sums), cast(*scales));
        self.add_f32x16(totals, scaled)
    }

    #[inline(always)]
    fn values(self, totals: Self::Totals) -> [f32; WIDTH] {
        cast(totals)
    }
}

#[cfg(target_arch = "x86_64")]
impl Lanes for V3 {
    type Weights = [pulp::i16x16; 2];
    type Sums = [pulp::i32x8; 2];
    type Totals = [pulp::f32x8; 2];

    #[inline(always)]
    fn no_sums(self) -> Self::Sums {
        [self.splat_i32x8(0); 2]
    }

    #[inline(always)]
    fn no_totals(self) -> Self::Totals {
        [self.splat_f32x8(0.0); 2]
    }

    #[inline(always)]
    fn weights(self, codes: &[i8; 2 * WIDTH]) -> Self::Weights {
        let [low, high]: [pulp::i8x16; 2] = cast(*codes);
        [
            self.convert_i8x16_to_i16x16(low),
            self.convert_i8x16_to_i16x16(high),
        ]
    }

    #[inline(always)]
    fn add_products(self, sums: Self::Sums, weights: Self::Weights, pair: i32) -> Self::Sums {
        let pairs = cast(self.splat_i32x8(pair));
        let [low, high] =
            weights.map(|half| self.multiply_wrapping_add_adjacent_i16x16(half, pairs));
        let [low_sums, high_sums] = sums;
        [
            self.wrapping_add_i32x8(low_sums, low),
            self.wrapping_add_i32x8(high_sums, high),
        ]
    }

    #[inline(always)]
    fn add_scaled(
        self,
        totals: Self::Totals,
        sums: Self::Sums,
        scales: &[f32; WIDTH],
    ) -> Self::Totals {
        let [low_scales, high_scales]: [pulp::f32x8; 2] = cast(*scales);
        let [low_sums, high_sums] = sums.map(|half| self.convert_i32x8_to_f32x8(half));
        let [low, high] = totals;
        [
            self.add_f32x8(low, self.mul_f32x8(low_sums, low_scales)),
            self.add_f32x8(high, self.mul_f32x8(high_sums, high_scales)),
        ]
    }

    #[inline(always)]
    fn values(self, totals: Self::Totals) -> [f32; WIDTH] {
        cast(totals)
    }
}

/// No instructions of its own.
#[derive(Clone, Copy)]
struct Plain;

impl Lanes for Plain {
    type Weights = [i8; 2 * WIDTH];
    type Sums = [i32; WIDTH];
    type Totals = [f32; WIDTH];

    #[inline(always)]
    fn no_sums(self) -> Self::Sums {
        [0; WIDTH]
    }

    #[inline(always)]
    fn no_totals(self) -> Self::Totals {
        [0.0; WIDTH]
    }

    #[inline(always)]
    fn weights(self, codes: &[i8; 2 * WIDTH]) -> Self::Weights {
        *codes
    }

    #[inline(always)]
    fn add_products(self, mut sums: Self::Sums, weights: Self::Weights, pair: i32) -> Self::Sums {
        let [first_low, first_high, second_low, second_high] = pair.to_le_bytes();
        let first = i32::from(i16::from_le_bytes([first_low, first_high]));
        let second = i32::from(i16::from_le_bytes([second_low, second_high]));
        for (sum, [one, other]) in sums.iter_mut().zip(weights.as_chunks().0) {
            *sum += i32::from(*one) * first + i32::from(*other) * second;
        }
        sums
    }

    #[inline(always)]
    fn add_scaled(
        self,
        mut totals: Self::Totals,
        sums: Self::Sums,
        scales: &[f32; WIDTH],
    ) -> Self::Totals {
        for ((total, sum), scale) in totals.iter_mut().zip(sums).zip(scales) {
            #[expect(
                clippy::as_conversions,
                clippy::cast_precision_loss,
                reason = "to the nearest number, as the other paths do"
            )]
            let sum = sum as f32;
            *total += sum * scale;
        }
        totals
    }

    #[inline(always)]
    fn values(self, totals: Self::Totals) -> [f32; WIDTH] {
        totals
    }
}
