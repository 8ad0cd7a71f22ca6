//! Signals told apart by sector, organisation or neighbourhood: which parts may be shown, how even they are, and how much
//! comes from few.

use std::collections::{BTreeMap, BTreeSet};

use shared::indicator::{
    Breakdown, Concentration, Coverage, Depth, Diversity, ENOUGH_PROVIDERS, Others, Part, PartKind,
    Share,
};

use super::Sight;
use super::facts::SignalFact;
use super::numbers::count;

/// Signals and providers by name.
#[derive(Debug, Clone, Default)]
pub(super) struct Parts<'f> {
    cells: BTreeMap<&'f str, Cell>,
    unknown: u32,
}

/// One part.
#[derive(Debug, Clone, Default)]
struct Cell {
    signals: u32,
    providers: BTreeSet<u32>,
}

impl Cell {
    fn providers(&self) -> u32 {
        count(self.providers.len())
    }

    fn take_in(&mut self, other: &Self) {
        self.signals += other.signals;
        self.providers.extend(&other.providers);
    }
}

impl<'f> Parts<'f> {
    /// Of signals by what a function finds in them.
    pub(super) fn of(
        signals: &[&'f SignalFact],
        name: impl Fn(&'f SignalFact) -> Option<&'f str>,
    ) -> Self {
        let mut parts = Self::default();
        for signal in signals {
            match name(signal) {
                Some(name) => {
                    let cell = parts.cells.entry(name).or_default();
                    cell.signals += 1;
                    cell.providers.insert(signal.provider);
                }
                None => parts.unknown += 1,
            }
        }
        parts
    }

    /// Those that may be shown by themselves, the most first, and the rest as one.
    pub(super) fn breakdown(&self, kind: PartKind, sight: Sight) -> Breakdown {
        let hidden = if is_whole(kind, sight) {
            BTreeSet::new()
        } else {
            self.hidden()
        };
        let mut parts = Vec::new();
        let mut others = Cell::default();
        for (name, cell) in &self.cells {
            if hidden.contains(name) {
                others.take_in(cell);
            } else {
                parts.push(Part {
                    name: (*name).to_owned(),
                    signals: cell.signals,
                    providers: cell.providers(),
                });
            }
        }
        parts.sort_by(|one, other| {
            let key = |part: &Part| (part.signals, part.providers);
            key(other)
                .cmp(&key(one))
                .then_with(|| one.name.cmp(&other.name))
        });
        Breakdown {
            kind,
            parts,
            others: (!hidden.is_empty()).then(|| Others {
                groups: count(hidden.len()),
                signals: others.signals,
                providers: others.providers(),
            }),
            unknown: self.unknown,
        }
    }

    /// Parts under the threshold, and the smallest others until they are two at least and have enough providers together:
    /// what is under it cannot be found by taking the others from the total (product.md, counts; decisions.md 13).
    fn hidden(&self) -> BTreeSet<&'f str> {
        let mut by_size: Vec<(&'f str, &Cell)> = self
            .cells
            .iter()
            .map(|(name, cell)| (*name, cell))
            .collect();
        by_size.sort_by_key(|(name, cell)| (cell.providers(), cell.signals, *name));
        let mut hidden = BTreeSet::new();
        let mut others = Cell::default();
        for (name, cell) in by_size {
            let is_enough = hidden.len() >= 2 && others.providers() >= ENOUGH_PROVIDERS;
            let is_small = cell.providers() < ENOUGH_PROVIDERS;
            if !is_small && (hidden.is_empty() || is_enough) {
                break;
            }
            hidden.insert(name);
            others.take_in(cell);
        }
        hidden
    }

    /// Signals of each part that is shown by itself, and of the others together. From squares of small parts they could be
    /// found again, so who may not see those gets them as one here too. Nothing where none is shown.
    fn sizes(&self, sight: Sight) -> Option<(Vec<u32>, u32)> {
        let hidden = match sight {
            Sight::Everything => BTreeSet::new(),
            Sight::Totals => self.hidden(),
        };
        let mut shown = Vec::new();
        let mut others = 0;
        for (name, cell) in &self.cells {
            if hidden.contains(name) {
                others += cell.signals;
            } else {
                shown.push(cell.signals);
            }
        }
        (!shown.is_empty()).then_some((shown, others))
    }

    /// H, exp(H) and evenness.
    pub(super) fn diversity(&self, sight: Sight) -> Option<Diversity> {
        let (mut sizes, others) = self.sizes(sight)?;
        sizes.extend((others > 0).then_some(others));
        let whole: u32 = sizes.iter().sum();
        let entropy: f64 = shares(&sizes, whole).map(|share| -share * share.ln()).sum();
        let groups = count(sizes.len());
        // 0 · −1 is −0, and "−0" is no number to show.
        let entropy = entropy.max(0.0);
        Some(Diversity {
            signals: whole,
            groups,
            entropy,
            effective: entropy.exp(),
            evenness: (groups > 1).then(|| entropy / f64::from(groups).ln()),
        })
    }

    /// The largest share of one that is shown, and the sum of squares.
    pub(super) fn concentration(&self, sight: Sight) -> Option<Concentration> {
        let (mut sizes, others) = self.sizes(sight)?;
        let whole = sizes.iter().sum::<u32>() + others;
        let top_share = shares(&sizes, whole).fold(0.0, f64::max);
        sizes.extend((others > 0).then_some(others));
        Some(Concentration {
            signals: whole,
            groups: count(sizes.len()),
            top_share,
            hhi: shares(&sizes, whole).map(|share| share * share).sum(),
        })
    }

    /// Which of all that could be there are.
    pub(super) fn coverage(&self, all: &[String]) -> Coverage {
        let is_silent = |name: &&String| !self.cells.contains_key(name.as_str());
        let silent: Vec<String> = all.iter().filter(is_silent).cloned().collect();
        Coverage {
            heard: Share::of(count(all.len() - silent.len()), count(all.len())),
            silent,
        }
    }
}

/// A sector stands by its name only when enough share it, for everybody: else it tells who sent the one signal of it.
fn is_whole(kind: PartKind, sight: Sight) -> bool {
    sight == Sight::Everything && kind != PartKind::Sector
}

fn shares(sizes: &[u32], whole: u32) -> impl Iterator<Item = f64> {
    sizes
        .iter()
        .map(move |size| f64::from(*size) / f64::from(whole))
}

/// How much signals tell.
pub(super) fn depth(signals: &[&SignalFact]) -> Option<Depth> {
    let depths: Vec<u8> = signals.iter().filter_map(|signal| signal.depth).collect();
    let sum: u32 = depths.iter().map(|depth| u32::from(*depth)).sum();
    let signals = count(depths.len());
    let mut classes = [0; 10];
    for depth in &depths {
        let class = usize::from(depth / 10).min(classes.len() - 1);
        if let Some(class) = classes.get_mut(class) {
            *class += 1;
        }
    }
    (signals > 0).then(|| Depth {
        signals,
        mean: f64::from(sum) / f64::from(signals),
        classes,
    })
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    fn parts(cells: &[(&'static str, Vec<u32>)]) -> Parts<'static> {
        let cell = |providers: &Vec<u32>| Cell {
            signals: count(providers.len()),
            providers: providers.iter().copied().collect(),
        };
        let cells = cells
            .iter()
            .map(|(name, providers)| (*name, cell(providers)));
        Parts {
            cells: cells.collect(),
            unknown: 0,
        }
    }

    #[test]
    fn one_small_part_takes_the_next_one_with_it() {
        let some = parts(&[
            ("care", (0..9).collect()),
            ("school", (10..16).collect()),
            ("youth", vec![20]),
        ]);
        let shown = some.breakdown(PartKind::Sector, Sight::Totals);
        assert_eq!(shown.parts.len(), 1);
        assert_eq!(shown.parts[0].name, "care");
        let others = shown.others.unwrap();
        assert_eq!((others.groups, others.signals, others.providers), (2, 7, 7));
    }

    #[test]
    fn who_reads_signals_sees_small_neighbourhoods_and_no_small_sector() {
        let some = parts(&[("a", (0..9).collect()), ("b", vec![20]), ("c", vec![21])]);
        let places = some.breakdown(PartKind::Place, Sight::Everything);
        assert_eq!((places.parts.len(), places.others), (3, None));
        let sectors = some.breakdown(PartKind::Sector, Sight::Everything);
        assert!(sectors.others.is_some());
    }

    #[test]
    fn squares_do_not_give_small_parts_away() {
        let one = parts(&[
            ("a", (0..9).collect()),
            ("b", vec![20]),
            ("c", (30..34).collect()),
        ]);
        let other = parts(&[
            ("a", (0..9).collect()),
            ("b", (20..22).collect()),
            ("c", (30..33).collect()),
        ]);
        let of = |parts: &Parts<'_>, sight| (parts.diversity(sight), parts.concentration(sight));
        assert_ne!(of(&one, Sight::Everything), of(&other, Sight::Everything));
        assert_eq!(of(&one, Sight::Totals), of(&other, Sight::Totals));
    }

    proptest! {
        #[test]
        fn no_part_under_the_threshold_is_shown_and_the_rest_is_two_at_least(
            sizes in vec(0_u32..12, 0..9),
        ) {
            let names = ["a", "b", "c", "d", "e", "f", "g", "h", "i"];
            let cell = |(at, size): (u32, &u32)| (at * 100..at * 100 + size).collect::<Vec<u32>>();
            let cells: Vec<(&'static str, Vec<u32>)> = names
                .into_iter()
                .zip((0..).zip(&sizes).map(cell))
                .filter(|(_, providers)| !providers.is_empty())
                .collect();
            let some = parts(&cells);
            let shown = some.breakdown(PartKind::Place, Sight::Totals);
            for part in &shown.parts {
                prop_assert!(part.providers >= ENOUGH_PROVIDERS, "{:?}", shown);
            }
            let whole: u32 = sizes.iter().sum();
            let others = shown.others.map_or(0, |others| others.signals);
            let together = shown.parts.iter().map(|part| part.signals).sum::<u32>() + others;
            prop_assert_eq!(together, whole);
            if let Some(others) = shown.others {
                let is_all = shown.parts.is_empty();
                prop_assert!(is_all || others.groups >= 2, "{:?}", shown);
                prop_assert!(is_all || others.providers >= ENOUGH_PROVIDERS, "{:?}", shown);
            }
        }
    }
}
