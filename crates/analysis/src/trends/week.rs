//! All tests of one week together, and whom a rise may be told to.

/// Share of the rises told that may be chance (Benjamini and Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x).
pub const FALSE_DISCOVERY_RATE: f64 = 0.10;
/// A rise that fewer providers made is nobody's business: it would point at one of them.
pub const FEWEST_PROVIDERS: u32 = 3;
/// Or so many organisations.
pub const FEWEST_ORGANISATIONS: u32 = 2;

/// The q-value of each test: the smallest false-discovery rate at which it would be told. What is no probability is 1.
///
/// Whatever was looked at in the week is a test: a series that was silent because it had too few or was not above what
/// was expected comes in with 1. Left out, only what is high by chance would count as tested, and chance would be told
/// more often than the rate allows (`cargo xtask bench trends`).
pub fn q_values(p_values: &[f64]) -> Vec<f64> {
    let count = crate::numbers::real(p_values.len());
    let mut order: Vec<(usize, f64)> = p_values
        .iter()
        .map(|p| if p.is_nan() { 1.0 } else { p.clamp(0.0, 1.0) })
        .enumerate()
        .collect();
    order.sort_by(|(_, one), (_, other)| other.total_cmp(one));
    let mut values = vec![1.0; p_values.len()];
    let (mut smallest, mut rank) = (1.0_f64, count);
    for (test, p_value) in order {
        // Rounding would put the last one below itself.
        smallest = smallest.min((p_value * count / rank).max(p_value));
        rank -= 1.0;
        if let Some(value) = values.get_mut(test) {
            *value = smallest;
        }
    }
    values
}

/// Whether a rise is told: sure enough, and made by enough people.
pub fn is_told(q_value: f64, providers: u32, organisations: u32) -> bool {
    let is_by_enough = providers >= FEWEST_PROVIDERS || organisations >= FEWEST_ORGANISATIONS;
    q_value <= FALSE_DISCOVERY_RATE && is_by_enough
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The example of the paper, table 1: four of fifteen at 5 %.
    const PAPER: [f64; 15] = [
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262,
        0.5719, 0.6528, 0.7590, 1.0,
    ];

    #[test]
    fn four_of_the_fifteen_of_the_paper_are_told() {
        let told = |q: &&f64| **q <= 0.05;
        assert_eq!(q_values(&PAPER).iter().filter(told).count(), 4);
        let last = q_values(&PAPER)[3];
        assert!((last - 0.0095 * 15.0 / 4.0).abs() < 1e-12, "{last}");
    }

    #[test]
    fn one_provider_alone_is_never_told() {
        assert!(is_told(0.01, 3, 1));
        assert!(is_told(0.01, 2, 2));
        assert!(!is_told(0.01, 2, 1));
        assert!(!is_told(0.11, 30, 9));
    }

    proptest! {
        #[test]
        fn a_q_value_is_never_below_its_p_value_and_keeps_the_order(p_values in prop::collection::vec(0.0..=1.0_f64, 0..40)) {
            let q_values = q_values(&p_values);
            prop_assert_eq!(q_values.len(), p_values.len());
            for (one, q_one) in p_values.iter().zip(&q_values) {
                prop_assert!(q_one >= one && *q_one <= 1.0);
                for (other, q_other) in p_values.iter().zip(&q_values) {
                    prop_assert!(one > other || q_one <= q_other);
                }
            }
        }
    }
}
