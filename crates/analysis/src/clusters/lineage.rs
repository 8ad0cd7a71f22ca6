//! Which group of today is which of yesterday.

use std::collections::{BTreeMap, BTreeSet};

/// What became of a group since the last run; ids are yesterday's and today's.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change<Id> {
    /// Nothing of it was a group before.
    Born(Id),
    /// It has more signals than before.
    Grew(Id),
    /// The second one came out of the first.
    Split(Id, Id),
    /// The first one went into the second.
    Merged(Id, Id),
    /// Its signals are loose or spread.
    Died(Id),
}

/// Today's groups under their names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lineage<Id> {
    /// The name of each group of today.
    pub ids: Vec<Id>,
    /// What happened, in order.
    pub changes: Vec<Change<Id>>,
}

/// A group of today takes the name of the group of yesterday with which it shares most, each name once, the largest share
/// first. `before` and `now` give the group of each signal; `fresh` makes a name for what is new.
pub fn carry_over<Id: Copy + Ord>(
    before: &[Option<Id>],
    now: &[Option<usize>],
    mut fresh: impl FnMut() -> Id,
) -> Lineage<Id> {
    let count = now.iter().flatten().max().map_or(0, |last| last + 1);
    let mut shared: BTreeMap<(usize, Id), usize> = BTreeMap::new();
    let mut sizes_before: BTreeMap<Id, usize> = BTreeMap::new();
    let mut sizes_now: BTreeMap<usize, usize> = BTreeMap::new();
    for id in before.iter().flatten() {
        *sizes_before.entry(*id).or_insert(0) += 1;
    }
    for (signal, group) in now.iter().enumerate() {
        let Some(group) = group else { continue };
        *sizes_now.entry(*group).or_insert(0) += 1;
        if let Some(Some(id)) = before.get(signal) {
            *shared.entry((*group, *id)).or_insert(0) += 1;
        }
    }
    let mut pairs: Vec<(usize, usize, Id)> = shared
        .iter()
        .map(|((group, id), overlap)| (*overlap, *group, *id))
        .collect();
    // Most shared first; among equals the older name, then the earlier group.
    pairs.sort_by(|one, other| {
        other
            .0
            .cmp(&one.0)
            .then(one.2.cmp(&other.2))
            .then(one.1.cmp(&other.1))
    });
    let mut named: BTreeMap<usize, Id> = BTreeMap::new();
    let mut taken: BTreeSet<Id> = BTreeSet::new();
    for (_, group, id) in &pairs {
        if !named.contains_key(group) && taken.insert(*id) {
            named.insert(*group, *id);
        }
    }
    let mut changes = BTreeSet::new();
    let ids: Vec<Id> = (0..count)
        .map(|group| *named.entry(group).or_insert_with(&mut fresh))
        .collect();
    for (group, id) in ids.iter().enumerate() {
        let size = sizes_now.get(&group).copied().unwrap_or_default();
        match sizes_before.get(id) {
            Some(before) if size > *before => {
                changes.insert(Change::Grew(*id));
            }
            Some(_) => {}
            // Most of a new name's signals of yesterday were in one group: it came out of that.
            None => {
                let parent = pairs
                    .iter()
                    .find(|(overlap, own, _)| *own == group && overlap * 2 > size);
                changes.insert(parent.map_or(Change::Born(*id), |(_, _, parent)| {
                    Change::Split(*parent, *id)
                }));
            }
        }
    }
    for (id, size) in sizes_before.iter().filter(|(id, _)| !taken.contains(id)) {
        let heir = pairs
            .iter()
            .find(|(overlap, _, own)| own == id && overlap * 2 > *size);
        let heir = heir.and_then(|(_, group, _)| ids.get(*group));
        changes.insert(heir.map_or(Change::Died(*id), |heir| Change::Merged(*id, *heir)));
    }
    Lineage {
        ids,
        changes: changes.into_iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(before: &[u32], now: &[usize]) -> Lineage<u32> {
        let mut next = 100;
        // 0 and 9 are loose.
        let before: Vec<Option<u32>> = before.iter().map(|id| (*id > 0).then_some(*id)).collect();
        let now: Vec<Option<usize>> = now
            .iter()
            .map(|group| (*group < 9).then_some(*group))
            .collect();
        carry_over(&before, &now, || {
            next += 1;
            next
        })
    }

    #[test]
    fn a_group_keeps_its_name_and_is_said_to_have_grown() {
        let lineage = run(&[7, 7, 7, 8, 8, 8, 0], &[1, 1, 1, 0, 0, 0, 0]);
        assert_eq!(lineage.ids, [8, 7]);
        assert_eq!(lineage.changes, [Change::Grew(8)]);
    }

    #[test]
    fn splitting_merging_birth_and_death_are_told() {
        let split = run(&[7, 7, 7, 7, 7, 7, 7], &[0, 0, 0, 0, 1, 1, 1]);
        assert_eq!(split.ids, [7, 101]);
        assert_eq!(split.changes, [Change::Split(7, 101)]);
        let merged = run(&[7, 7, 7, 7, 8, 8, 8], &[0, 0, 0, 0, 0, 0, 0]);
        assert_eq!(merged.ids, [7]);
        assert_eq!(merged.changes, [Change::Grew(7), Change::Merged(8, 7)]);
        let other = run(&[7, 7, 7, 0, 0, 0], &[9, 9, 9, 0, 0, 0]);
        assert_eq!(other.ids, [101]);
        assert_eq!(other.changes, [Change::Born(101), Change::Died(7)]);
    }
}
