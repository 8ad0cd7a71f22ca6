//! Which numbers an authority may publish, and as what: thresholds, rounding by chance, and an audit before release (trust.md
//! §8.4, docs/adr/0027). Pure: who asks brings the counts and the draws.

mod bounds;
mod round;

use bounds::{Bounds, narrow};
pub use round::rounded;

/// A number shows from so many distinct providers on.
pub const FEWEST_PROVIDERS: u32 = 5;
/// And from so many of their organisations on.
pub const FEWEST_ORGANISATIONS: u32 = 2;
/// Numbers are rounded to multiples of this.
pub const BASE: u32 = 5;
/// A hidden number stays unknown by at least so much.
pub const NARROWEST: i64 = 5;

/// A number that may be published, with what decides about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// How many records.
    pub records: u32,
    /// Distinct providers behind them.
    pub providers: u32,
    /// Distinct organisations behind them.
    pub organisations: u32,
    /// Drawn for exactly this set of records: the same set has the same draw wherever it is counted.
    pub draw: u64,
}

/// One number is the sum of others; all are told by their place in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    /// The whole.
    pub whole: usize,
    /// Its parts.
    pub parts: Vec<usize>,
}

/// What is published of each count, in the same order: a number at most four off, or nothing.
///
/// Sums are what everybody knows about the table. Numbers are hidden until no hidden one can be told from the others within
/// less than [`NARROWEST`]. O(counts × sums × parts) for each number that the audit hides, and it hides few.
pub fn publish(counts: &[Count], sums: &[Sum]) -> Vec<Option<u32>> {
    let mut shown: Vec<Option<u32>> = counts
        .iter()
        .map(|count| may_show(*count).then(|| rounded(count.records, count.draw)))
        .collect();
    while let Some(hidden) = too_narrow(&shown, sums) {
        let Some(next) = smallest_beside(hidden, &shown, sums) else {
            break;
        };
        if let Some(number) = shown.get_mut(next) {
            *number = None;
        }
    }
    shown
}

/// Zero counts as hidden: that nobody said something tells of those who did.
fn may_show(count: Count) -> bool {
    count.providers >= FEWEST_PROVIDERS && count.organisations >= FEWEST_ORGANISATIONS
}

/// The hidden number that is known best, when it is known too well.
fn too_narrow(shown: &[Option<u32>], sums: &[Sum]) -> Option<usize> {
    let mut bounds: Vec<Bounds> = shown.iter().copied().map(Bounds::of).collect();
    narrow(&mut bounds, sums);
    let hidden = shown.iter().zip(&bounds).enumerate();
    hidden
        .filter(|(_, (number, bounds))| number.is_none() && bounds.width() < NARROWEST)
        .min_by_key(|(place, (_, bounds))| (bounds.width(), *place))
        .map(|(place, _)| place)
}

/// The smallest number that still shows among the parts of the same sums; else a whole of theirs; else anywhere.
fn smallest_beside(hidden: usize, shown: &[Option<u32>], sums: &[Sum]) -> Option<usize> {
    let of_it = |sum: &&Sum| sum.whole == hidden || sum.parts.contains(&hidden);
    let parts = sums.iter().filter(of_it).flat_map(|sum| &sum.parts);
    let wholes = sums.iter().filter(of_it).map(|sum| &sum.whole);
    smallest(parts.copied(), shown)
        .or_else(|| smallest(wholes.copied(), shown))
        .or_else(|| smallest(0..shown.len(), shown))
}

fn smallest(places: impl Iterator<Item = usize>, shown: &[Option<u32>]) -> Option<usize> {
    let number = |place: usize| shown.get(place).copied().flatten();
    places
        .filter_map(|place| Some((number(place)?, place)))
        .min()
        .map(|(_, place)| place)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(records: u32, providers: u32, organisations: u32) -> Count {
        Count {
            records,
            providers,
            organisations,
            draw: u64::MAX,
        }
    }

    fn total_of(parts: usize) -> Sum {
        Sum {
            whole: 0,
            parts: (1..=parts).collect(),
        }
    }

    #[test]
    fn few_people_one_organisation_and_nobody_are_hidden() {
        let counts = [
            count(40, 5, 2),
            count(40, 4, 2),
            count(40, 5, 1),
            count(0, 0, 0),
        ];
        assert_eq!(publish(&counts, &[]), [Some(40), None, None, None]);
    }

    #[test]
    fn a_small_number_beside_a_small_total_is_hidden_with_it() {
        // The total is 5 to 9 and housing too: what is left would be 0 to 4.
        let counts = [count(7, 6, 3), count(5, 5, 2), count(2, 1, 1)];
        assert_eq!(publish(&counts, &[total_of(2)]), [Some(5), None, None]);
    }

    #[test]
    fn where_no_part_is_left_the_total_is_hidden() {
        let counts = [count(5, 5, 2), count(3, 2, 1)];
        let alone = [Sum {
            whole: 0,
            parts: vec![1],
        }];
        assert_eq!(publish(&counts, &alone), [None, None]);
    }

    #[test]
    fn a_large_total_hides_nothing_more() {
        let counts = [
            count(45, 20, 6),
            count(30, 12, 4),
            count(10, 6, 2),
            count(5, 3, 1),
        ];
        let shown = publish(&counts, &[total_of(3)]);
        assert_eq!(shown, [Some(45), Some(30), Some(10), None]);
    }
}
