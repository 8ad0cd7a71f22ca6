//! Counts.

/// Fewer than 2^32 of anything are read at once.
pub(super) fn count(some: usize) -> u32 {
    u32::try_from(some).unwrap_or(u32::MAX)
}
