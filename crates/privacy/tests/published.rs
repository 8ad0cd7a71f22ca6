//! Properties of what is published, and an attacker who knows the rules and solves linear programmes over all of it.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on fails where it stands"
)]

use std::collections::BTreeSet;

use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOutcome, Variable};
use privacy::published::{Count, Sum, publish, rounded};
use proptest::prelude::*;

/// Solved numbers are floating: this much narrower than five is five.
const TOLERANCE: f64 = 1e-6;

/// Small numbers by a seed, the same on every machine (`SplitMix64`).
struct Chance(u64);

impl Chance {
    fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mixed(self.0)
    }

    fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).unwrap();
        usize::try_from(self.draw() % end).unwrap()
    }
}

fn mixed(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

/// One signal with who sent it and the cell it falls into.
#[derive(Clone, Copy)]
struct Record {
    id: usize,
    provider: usize,
    organisation: usize,
    row: usize,
    column: usize,
}

/// A month: themes in rows, municipalities in columns.
struct World {
    rows: usize,
    columns: usize,
    records: Vec<Record>,
}

impl World {
    /// Mostly sparse, some crowded; a few providers send much.
    fn drawn(seed: u64) -> Self {
        let mut chance = Chance(seed.wrapping_mul(0x5851_F42D_4C95_7F2D));
        let (rows, columns) = (2 + chance.below(9), 1 + chance.below(6));
        let how_many = chance.below(14 * rows * columns);
        let (providers, organisations) = (3 + chance.below(60), 1 + chance.below(9));
        let records = (0..how_many)
            .map(|id| {
                let provider = chance.below(providers).min(chance.below(providers));
                Record {
                    id,
                    provider,
                    organisation: provider % organisations,
                    // The first rows and columns get most.
                    row: chance.below(rows).min(chance.below(rows)),
                    column: chance.below(columns).min(chance.below(columns)),
                }
            })
            .collect();
        Self {
            rows,
            columns,
            records,
        }
    }

    /// Total, rows, columns, cells; of one column its rows are the cells.
    fn counts(&self) -> Vec<Count> {
        let mut counts = vec![self.count(|_| true)];
        if self.columns > 1 {
            counts.extend((0..self.rows).map(|row| self.count(|it| it.row == row)));
            counts.extend((0..self.columns).map(|column| self.count(|it| it.column == column)));
        }
        for row in 0..self.rows {
            counts.extend(
                (0..self.columns)
                    .map(|column| self.count(|it| it.row == row && it.column == column)),
            );
        }
        counts
    }

    fn count(&self, is_in: impl Fn(&Record) -> bool) -> Count {
        let records: Vec<&Record> = self.records.iter().filter(|record| is_in(record)).collect();
        let distinct = |of: fn(&Record) -> usize| {
            let found: BTreeSet<usize> = records.iter().map(|record| of(record)).collect();
            u32::try_from(found.len()).unwrap()
        };
        Count {
            records: u32::try_from(records.len()).unwrap(),
            providers: distinct(|record| record.provider),
            organisations: distinct(|record| record.organisation),
            draw: records.iter().fold(7, |draw, record| {
                mixed(draw ^ mixed(record.id.try_into().unwrap()))
            }),
        }
    }

    fn sums(&self) -> Vec<Sum> {
        let (rows, columns) = (self.rows, self.columns);
        if columns == 1 {
            return vec![Sum {
                whole: 0,
                parts: (1..=rows).collect(),
            }];
        }
        let (row, column) = (|at: usize| 1 + at, |at: usize| 1 + rows + at);
        let cell =
            |at_row: usize, at_column: usize| 1 + rows + columns + at_row * columns + at_column;
        let of_rows = (0..rows).map(|at| Sum {
            whole: row(at),
            parts: (0..columns).map(|other| cell(at, other)).collect(),
        });
        let of_columns = (0..columns).map(|at| Sum {
            whole: column(at),
            parts: (0..rows).map(|other| cell(other, at)).collect(),
        });
        let of_all = [
            Sum {
                whole: 0,
                parts: (0..rows).map(row).collect(),
            },
            Sum {
                whole: 0,
                parts: (0..columns).map(column).collect(),
            },
        ];
        of_rows.chain(of_columns).chain(of_all).collect()
    }
}

/// The least or the most that one hidden number can be, after everything published; `None` for no end.
fn extreme(
    shown: &[Option<u32>],
    sums: &[Sum],
    of: usize,
    direction: OptimizationDirection,
) -> Option<f64> {
    let mut problem = Problem::new(direction);
    let unknowns: Vec<Variable> = shown
        .iter()
        .enumerate()
        .map(|(place, number)| {
            let bounds = number.map_or((0.0, f64::INFINITY), |number| {
                let number = f64::from(number);
                ((number - 4.0).max(5.0), number + 4.0)
            });
            problem.add_var(if place == of { 1.0 } else { 0.0 }, bounds)
        })
        .collect();
    for sum in sums {
        let whole = (unknowns[sum.whole], -1.0);
        let parts = sum.parts.iter().map(|part| (unknowns[*part], 1.0));
        let terms: Vec<(Variable, f64)> = parts.chain([whole]).collect();
        problem.add_constraint(terms, ComparisonOp::Eq, 0.0);
    }
    match problem.solve() {
        Ok(SolveOutcome::Solution(solution)) => Some(solution.objective()),
        Ok(SolveOutcome::Interrupted(_)) => panic!("nobody set a limit"),
        Err(microlp::Error::Unbounded) => None,
        Err(error) => panic!("the truth itself fits what is published: {error}"),
    }
}

/// How closely the attacker knows each hidden number: place and width.
fn hidden_widths(shown: &[Option<u32>], sums: &[Sum]) -> Vec<(usize, f64)> {
    let hidden = (0..shown.len()).filter(|place| shown[*place].is_none());
    hidden
        .map(|place| {
            let most = extreme(shown, sums, place, OptimizationDirection::Maximize);
            let width = most.map_or(f64::INFINITY, |most| {
                let least = extreme(shown, sums, place, OptimizationDirection::Minimize);
                most - least.unwrap_or(0.0)
            });
            (place, width)
        })
        .collect()
}

#[test]
fn no_linear_programme_bounds_a_hidden_number_tighter_than_five_in_500_worlds() {
    let (mut hidden, mut shown) = (0, 0);
    for seed in 0..500 {
        let world = World::drawn(seed);
        let sums = world.sums();
        let published = publish(&world.counts(), &sums);
        shown += published.iter().flatten().count();
        for (place, width) in hidden_widths(&published, &sums) {
            hidden += 1;
            assert!(
                width >= 5.0 - TOLERANCE,
                "world {seed}: number {place} is known within {width}: {published:?}"
            );
        }
    }
    assert!(
        hidden > 5_000 && shown > 1_500,
        "worlds with both: {hidden} {shown}"
    );
}

#[test]
fn rounding_and_thresholds_alone_would_not_stop_that_attacker() {
    let narrow = (0..500).any(|seed| {
        let world = World::drawn(seed);
        let counts = world.counts();
        // Without sums the audit has nothing to look at.
        let published = publish(&counts, &[]);
        hidden_widths(&published, &world.sums())
            .iter()
            .any(|(_, width)| *width < 5.0 - TOLERANCE)
    });
    assert!(narrow);
}

proptest! {
    #[test]
    fn every_number_is_a_multiple_of_five_and_at_most_four_off(records in 0..100_000_u32, draw: u64) {
        let number = rounded(records, draw);
        prop_assert_eq!(number % 5, 0);
        prop_assert!(number.abs_diff(records) <= 4);
    }

    #[test]
    fn only_enough_people_of_enough_organisations_show(seed: u64) {
        let world = World::drawn(seed);
        let counts = world.counts();
        for (count, number) in counts.iter().zip(publish(&counts, &world.sums())) {
            if let Some(number) = number {
                prop_assert!(count.providers >= 5 && count.organisations >= 2);
                prop_assert!(number >= 5 && number.abs_diff(count.records) <= 4);
            }
        }
    }

    #[test]
    fn asking_again_in_any_order_gives_the_same_numbers(seed: u64) {
        let world = World::drawn(seed);
        let once = publish(&world.counts(), &world.sums());
        let mut sums = world.sums();
        sums.reverse();
        prop_assert_eq!(&once, &publish(&world.counts(), &world.sums()));
        // The order of the sums is no secret lever either.
        prop_assert_eq!(&once, &publish(&world.counts(), &sums));
    }

    #[test]
    fn the_truth_always_fits_what_is_published(seed in 0..2_000_u64) {
        let world = World::drawn(seed);
        let (counts, sums) = (world.counts(), world.sums());
        let shown = publish(&counts, &sums);
        if let Some(hidden) = shown.iter().position(Option::is_none) {
            let truth = f64::from(counts[hidden].records);
            let least = extreme(&shown, &sums, hidden, OptimizationDirection::Minimize).unwrap();
            prop_assert!(least <= truth + TOLERANCE);
        }
    }
}
