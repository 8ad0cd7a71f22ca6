//! Kaplan and Meier: how long something takes, when not everything got there yet.

use std::collections::BTreeMap;

use shared::codes::ClosedList;
use shared::indicator::{Ended, Ending, Reached, Waiting};
use shared::time::Day;

use super::facts::{Window, days};
use super::numbers::count;
use crate::numbers::real;

/// What became of one thing that waited, and after how many days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Course {
    /// It got there.
    Reached(u32),
    /// It still waits.
    Open(u32),
    /// It ended in another way: from then on it waits no more (decisions.md 29).
    Ended(Ending, u32),
    /// It joined an issue after its first action.
    JoinedLater,
}

impl Course {
    /// From a day to the day it got there, or ended, as far as that is known.
    pub(super) fn of(
        window: Window,
        from: Day,
        reached: Option<Day>,
        ended: Option<(Ending, Day)>,
    ) -> Self {
        let ended = ended.filter(|(_, day)| window.knows(*day));
        match (window.known(reached), ended) {
            (Some(day), _) => Self::Reached(days(from, day)),
            (None, Some((how, day))) => Self::Ended(how, days(from, day)),
            (None, None) => Self::Open(days(from, window.until)),
        }
    }
}

/// What half and nine of ten of them took.
pub(super) fn waiting(courses: impl IntoIterator<Item = Course>) -> Waiting {
    let mut lives = Lives::default();
    let mut said = Waiting::default();
    let mut ended: BTreeMap<Ending, u32> = BTreeMap::new();
    for course in courses {
        said.all += 1;
        match course {
            Course::Reached(days) => {
                said.reached += 1;
                lives.add(days, true);
            }
            Course::Open(days) => {
                said.open += 1;
                lives.add(days, false);
            }
            Course::Ended(how, days) => {
                *ended.entry(how).or_default() += 1;
                lives.add(days, false);
            }
            Course::JoinedLater => said.joined_later += 1,
        }
    }
    let whole = said.all - said.joined_later;
    said.open_share = (whole > 0).then(|| f64::from(said.open) / f64::from(whole));
    let counted = Ending::ALL.iter().filter_map(|how| {
        let count = ended.get(how).copied()?;
        Some(Ended { how: *how, count })
    });
    said.ended = counted.collect();
    said.curve = lives.curve();
    said.median_days = within(&said.curve, 0.5);
    said.p90_days = within(&said.curve, 0.9);
    said
}

/// Rounding of a product of some hundred factors: a half that was reached is not missed by it.
const ROUNDING: f64 = 1e-12;

/// The first day by which a share got there.
fn within(curve: &[Reached], share: f64) -> Option<u32> {
    let there = |point: &&Reached| point.share >= share - ROUNDING;
    curve.iter().find(there).map(|point| point.days)
}

/// How many got there, and how many were lost from sight, by the day.
#[derive(Debug, Default)]
pub(super) struct Lives(BTreeMap<u32, (usize, usize)>);

impl Lives {
    /// One more: it got there on that day, or was last seen waiting then.
    pub(super) fn add(&mut self, days: u32, is_reached: bool) {
        let (reached, lost) = self.0.entry(days).or_default();
        *(if is_reached { reached } else { lost }) += 1;
    }

    /// The share that got there by each day on which something did: 1 − Π (1 − d/n). What was last seen on a day still
    /// counts among those that could get there on it. In [0, 1]; O(n log n); |error| < 1e-9 against
    /// `tests/goldens/indicator_figures.json`.
    pub(super) fn curve(&self) -> Vec<Reached> {
        let mut at_risk: usize = self.0.values().map(|(reached, lost)| reached + lost).sum();
        let mut waits = 1.0;
        let mut curve = Vec::new();
        for (days, (reached, lost)) in &self.0 {
            if *reached > 0 {
                waits *= real(at_risk - reached) / real(at_risk);
                let share = 1.0 - waits;
                curve.push(Reached { days: *days, share });
            }
            at_risk -= reached + lost;
        }
        curve
    }

    /// How many there are.
    pub(super) fn all(&self) -> u32 {
        count(self.0.values().map(|(reached, lost)| reached + lost).sum())
    }

    /// How many got there by a day.
    pub(super) fn reached_by(&self, days: u32) -> u32 {
        count(self.0.range(..=days).map(|(_, (reached, _))| reached).sum())
    }

    /// The share that got there by a day; nothing of nothing.
    pub(super) fn share_by(&self, days: u32) -> Option<f64> {
        let curve = self.curve();
        let last = curve.iter().rev().find(|point| point.days <= days);
        (!self.0.is_empty()).then(|| last.map_or(0.0, |point| point.share))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_still_waits_makes_the_median_later_and_is_not_forgotten() {
        let fast = [1, 2, 3].map(Course::Reached);
        let alone = waiting(fast);
        assert_eq!((alone.median_days, alone.open_share), (Some(2), Some(0.0)));
        let slow = [Course::Open(40), Course::Open(50), Course::Open(60)];
        let both = waiting(fast.into_iter().chain(slow));
        assert_eq!((both.median_days, both.p90_days), (Some(3), None));
        assert_eq!(both.open_share, Some(0.5));
    }

    #[test]
    fn what_joined_later_is_counted_by_itself() {
        let said = waiting([Course::Reached(4), Course::JoinedLater, Course::JoinedLater]);
        assert_eq!((said.all, said.reached, said.joined_later), (3, 1, 2));
        assert_eq!(said.median_days, Some(4));
    }

    #[test]
    fn nothing_says_nothing() {
        assert_eq!(waiting([]), Waiting::default());
        assert_eq!(Lives::default().share_by(180), None);
    }
}
