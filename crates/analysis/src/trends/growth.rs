//! What a rise is made of: which sectors, places or words grew.

use std::collections::BTreeMap;

/// One part of a rise.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Sector, place or word.
    pub name: String,
    /// Counted now.
    pub now: u32,
    /// Expected, had the part kept its rate.
    pub expected: f64,
}

impl Part {
    /// More than expected.
    pub fn excess(&self) -> f64 {
        f64::from(self.now) - self.expected
    }
}

/// The parts that grew most, the largest excess first. `before` was counted over `weeks_before`, `now` over `weeks_now`.
/// A part with fewer than `fewest` now is left out: it would point at somebody.
pub fn grown(
    before: &BTreeMap<String, u32>,
    now: &BTreeMap<String, u32>,
    (weeks_before, weeks_now): (u32, u32),
    fewest: u32,
    most: usize,
) -> Vec<Part> {
    let scale = f64::from(weeks_now) / f64::from(weeks_before.max(1));
    let mut parts: Vec<Part> = now
        .iter()
        .filter(|(_, count)| **count >= fewest)
        .map(|(name, count)| Part {
            name: name.clone(),
            now: *count,
            expected: f64::from(before.get(name).copied().unwrap_or_default()) * scale,
        })
        .filter(|part| part.excess() >= 1.0)
        .collect();
    // Equal ones by name: the same input gives the same answer.
    parts.sort_by(|one, other| {
        let by_excess = other.excess().total_cmp(&one.excess());
        by_excess.then_with(|| one.name.cmp(&other.name))
    });
    parts.truncate(most);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(all: &[(&str, u32)]) -> BTreeMap<String, u32> {
        let one = |(name, count): &(&str, u32)| ((*name).to_owned(), *count);
        all.iter().map(one).collect()
    }

    #[test]
    fn the_part_that_grew_most_comes_first_and_a_small_one_is_left_out() {
        let before = counts(&[("home-nursing", 26), ("education", 52), ("police", 13)]);
        let now = counts(&[
            ("home-nursing", 11),
            ("education", 5),
            ("youth", 4),
            ("police", 2),
        ]);
        let parts = grown(&before, &now, (52, 4), 3, 5);
        let told: Vec<(&str, u32, f64)> = parts
            .iter()
            .map(|part| (part.name.as_str(), part.now, part.expected))
            .collect();
        assert_eq!(
            told,
            [
                ("home-nursing", 11, 2.0),
                ("youth", 4, 0.0),
                ("education", 5, 4.0)
            ]
        );
        assert_eq!(grown(&before, &now, (52, 4), 3, 1).len(), 1);
    }
}
