//! What people decided about groups; every later run keeps to it.

use std::collections::{BTreeMap, BTreeSet};

/// Decisions, oldest first within each list; signals by their number in the run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edits {
    /// Signals that belong together: put together by hand, or groups that were merged.
    pub together: Vec<Vec<usize>>,
    /// Signals of the first list never join one of the second: "not the same", or a group that was split.
    pub apart: Vec<(Vec<usize>, Vec<usize>)>,
    /// Groups that are finished: nobody leaves, and nobody joins but by [`Self::together`].
    pub locked: Vec<Vec<usize>>,
}

/// Two signals that were kept apart and put together both; together counts, and a person is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Contradiction(pub usize, pub usize);

/// The edits, worked out.
pub(super) struct Bonds {
    /// For each signal the first one of those that it is bound to; itself when to none.
    pub(super) first: Vec<usize>,
    /// By first ones, both ways.
    pub(super) apart: BTreeMap<usize, BTreeSet<usize>>,
    /// First ones of locked groups.
    pub(super) locked: BTreeSet<usize>,
    pub(super) contradictions: Vec<Contradiction>,
}

impl Edits {
    /// Every pair that stays apart, both ways.
    pub(super) fn kept_apart(&self) -> BTreeSet<(usize, usize)> {
        let pairs = self.apart.iter().flat_map(|(ones, others)| {
            ones.iter()
                .flat_map(move |one| others.iter().map(move |other| (*one, *other)))
        });
        pairs
            .flat_map(|(one, other)| [(one, other), (other, one)])
            .collect()
    }

    pub(super) fn bonds(&self, count: usize) -> Bonds {
        let mut first: Vec<usize> = (0..count).collect();
        for group in self.together.iter().chain(&self.locked) {
            let mut known = group.iter().copied().filter(|signal| *signal < count);
            let Some(one) = known.next() else { continue };
            for other in known {
                bind(&mut first, one, other);
            }
        }
        for signal in 0..count {
            let root = root_of(&first, signal);
            if let Some(own) = first.get_mut(signal) {
                *own = root;
            }
        }
        let first_of = |signal: &usize| first.get(*signal).copied();
        let mut apart: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        let mut contradictions = BTreeSet::new();
        for (ones, others) in &self.apart {
            for one in ones {
                for other in others {
                    let (Some(from), Some(to)) = (first_of(one), first_of(other)) else {
                        continue;
                    };
                    if from == to {
                        contradictions.insert(Contradiction(*one.min(other), *one.max(other)));
                        continue;
                    }
                    apart.entry(from).or_default().insert(to);
                    apart.entry(to).or_default().insert(from);
                }
            }
        }
        let locked = self
            .locked
            .iter()
            .filter_map(|group| group.iter().find_map(first_of));
        Bonds {
            locked: locked.collect(),
            apart,
            contradictions: contradictions.into_iter().collect(),
            first,
        }
    }
}

fn root_of(first: &[usize], signal: usize) -> usize {
    let mut root = signal;
    while let Some(next) = first.get(root).filter(|next| **next != root) {
        root = *next;
    }
    root
}

fn bind(first: &mut [usize], one: usize, other: usize) {
    let (one, other) = (root_of(first, one), root_of(first, other));
    // The smaller number stays, so that the order of the edits does not matter.
    if let Some(larger) = first.get_mut(one.max(other)) {
        *larger = one.min(other);
    }
}
