//! Changes between kinds of numbers, in one place.

/// Exact: no slice here has 2^53 elements.
#[expect(
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "no slice in memory has 2^53 elements, so every length is exact"
)]
pub(crate) const fn real(count: usize) -> f64 {
    count as f64
}
