//! Powers, error function and shares, of additions and multiplications alone: the same bytes on every processor, and
//! many at once. (The `exp` of the system's library differs from one processor to the next.)

use super::lanes::WIDTH;
use super::product::ROUNDING;

/// Makes of scores shares that sum to one. The largest is taken off first, so that no power overflows. What only fills
/// up is `f32::MIN`, whose share is too small to count.
#[inline(always)]
pub(super) fn softmax(scores: &mut [[f32; WIDTH]]) {
    let mut largest = [f32::MIN; WIDTH];
    for scores in scores.iter() {
        for (largest, score) in largest.iter_mut().zip(scores) {
            *largest = if *score > *largest { *score } else { *largest };
        }
    }
    let largest = largest.into_iter().fold(f32::MIN, f32::max);
    for score in scores.as_flattened_mut() {
        *score = exp(*score - largest);
    }
    let whole = 1.0 / sum_of(scores.as_flattened(), |score| score);
    for score in scores.as_flattened_mut() {
        *score *= whole;
    }
}

/// Gaussian error linear unit (Hendrycks and Gimpel 2016, arXiv 1606.08415), by the error function.
#[inline(always)]
pub(super) fn gelu(value: f32) -> f32 {
    0.5 * value * (1.0 + erf(value * std::f32::consts::FRAC_1_SQRT_2))
}

/// Abramowitz and Stegun 7.1.26; |error| < 1e-6 in single precision.
#[inline(always)]
fn erf(value: f32) -> f32 {
    let size = value.abs();
    let t = 1.0 / (1.0 + 0.327_591_1 * size);
    let sum = t
        * (0.254_829_6
            + t * (-0.284_496_72 + t * (1.421_413_8 + t * (-1.453_152 + t * 1.061_405_4))));
    (1.0 - sum * exp(-size * size)).copysign(value)
}

/// eˣ of a number that is not above zero; relative error below 3e-7. Below −87 it is e⁻⁸⁷, 1.6e-38.
#[inline(always)]
fn exp(value: f32) -> f32 {
    // ln 2 in two parts, of which the first has so few bits that its product is exact.
    const LN_2: [f32; 2] = [0.693_359_4, -2.121_944_4e-4];
    let value = if value > -87.0 { value } else { -87.0 };
    let shifted = value * std::f32::consts::LOG2_E + ROUNDING;
    let power = shifted - ROUNDING;
    let [high, low] = LN_2;
    let rest = value - power * high - power * low;
    // Taylor; the rest is at most half of ln 2, so that what is left out is below 1.2e-7.
    let series = 1.0
        + rest
            * (1.0
                + rest
                    * (0.5
                        + rest
                            * (1.0 / 6.0
                                + rest * (1.0 / 24.0 + rest * (1.0 / 120.0 + rest / 720.0)))));
    // The lowest bits of the shifted number are the power of two; its exponent begins at bit 23.
    let two = f32::from_bits((shifted.to_bits() << 23).wrapping_add(1.0_f32.to_bits()));
    series * two
}

/// Sixteen sums side by side, then these one by one: always the same order.
#[inline(always)]
pub(super) fn sum_of(values: &[f32], of: impl Fn(f32) -> f32) -> f32 {
    let (chunks, rest) = values.as_chunks::<WIDTH>();
    let mut sums = [0.0; WIDTH];
    for chunk in chunks {
        for (sum, value) in sums.iter_mut().zip(chunk) {
            *sum += of(*value);
        }
    }
    let rest = rest.iter().map(|value| of(*value));
    sums.into_iter().chain(rest).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_are_right_to_seven_digits() {
        for step in 0..8_700_u16 {
            let value = f32::from(step) / -100.0;
            let expected = f64::from(value).exp();
            let error = (f64::from(exp(value)) - expected).abs() / expected;
            assert!(error < 3e-7, "e^{value}: {error}");
        }
        assert!(exp(-1e9) > 0.0 && exp(-1e9) < 1e-37);
        assert!(exp(f32::NEG_INFINITY) < 1e-37);
        assert_eq!(exp(0.0).to_bits(), 1.0_f32.to_bits());
    }

    #[test]
    fn the_error_function_is_near_enough() {
        // Table 7.1 of Abramowitz and Stegun.
        for (value, expected) in [
            (0.0, 0.0),
            (0.5, 0.520_499_9),
            (-1.0, -0.842_700_8),
            (2.0, 0.995_322_3),
            (9.0, 1.0),
        ] {
            assert!((erf(value) - expected).abs() < 1e-6, "{value}");
        }
    }

    #[test]
    fn shares_of_large_scores_are_numbers_and_sum_to_one() {
        let mut shares = [[f32::MIN; WIDTH]; 2];
        let [first, second] = &mut shares;
        (first[0], first[1], second[3]) = (1000.0, -1000.0, 1000.0);
        softmax(&mut shares);
        let [first, second] = shares;
        assert_eq!(
            [first[0], second[3]].map(f32::to_bits),
            [0.5_f32; 2].map(f32::to_bits)
        );
        assert!(first[1] < 1e-37 && second[0] < 1e-37);
    }

    #[test]
    fn a_sum_takes_what_no_lane_is_left_for() {
        let values: Vec<f32> = (0..37_u16).map(f32::from).collect();
        assert_eq!(
            sum_of(&values, |value| value).to_bits(),
            666.0_f32.to_bits()
        );
    }
}
