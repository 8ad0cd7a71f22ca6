//! Changes between kinds of numbers, in one place.
#![expect(
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "the only casts of the crate; each function says what it loses"
)]

/// Exact: no slice here has 2^53 elements.
pub(crate) const fn real(count: usize) -> f64 {
    count as f64
}

/// The nearest single; exact below 2^24.
pub(crate) const fn single(count: usize) -> f32 {
    count as f32
}

/// The nearest single of a double.
pub(crate) const fn narrow(value: f64) -> f32 {
    value as f32
}

/// The nearest single of a sum of products of bytes.
pub(crate) const fn of_integer(value: i32) -> f32 {
    value as f32
}

/// The nearest whole number between -127 and 127, ties away from zero; 0 of what is no number.
pub(crate) const fn byte(value: f32) -> i8 {
    value.round().clamp(-127.0, 127.0) as i8
}

/// Random bits as a number from 0 to below 1; exact, from the upper 53.
pub(crate) const fn unit(bits: u64) -> f64 {
    (bits >> 11) as f64 / (1_u64 << 53) as f64
}
