//! How often somebody may take everything along, and when that looks like somebody leaving with it (trust.md §5.2).

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

const DAY: Duration = Duration::from_hours(24);
const HOUR: Duration = Duration::from_hours(1);
/// So many within an hour ring the alarm.
const ALARM: usize = 3;

/// Exports of the last day, per person.
pub(crate) struct ExportQuota {
    per_day: usize,
    taken: Mutex<HashMap<[u8; 32], VecDeque<Instant>>>,
}

/// What became of asking for one more.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Export {
    /// It may go.
    Granted,
    /// It may go, and an administrator should ask why.
    Alarming,
    /// Too many today; the oldest drops out after this.
    Refused(Duration),
}

impl ExportQuota {
    pub(crate) fn new(per_day: u32) -> Self {
        Self {
            per_day: usize::try_from(per_day).unwrap_or(usize::MAX),
            taken: Mutex::default(),
        }
    }

    /// Counts one more export, if there may be one.
    pub(crate) fn take(&self, person: [u8; 32], now: Instant) -> Export {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let own = taken.entry(person).or_default();
        drop_old(own, now);
        if let Some(first) = own.front().filter(|_| own.len() >= self.per_day) {
            return Export::Refused(DAY.saturating_sub(now.duration_since(*first)));
        }
        own.push_back(now);
        let recent = own.iter().filter(|at| now.duration_since(**at) < HOUR);
        if recent.count() >= ALARM {
            Export::Alarming
        } else {
            Export::Granted
        }
    }

    /// Forgets who took nothing for a day.
    pub(crate) fn forget_old(&self, now: Instant) {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.retain(|_, own| {
            drop_old(own, now);
            !own.is_empty()
        });
        taken.shrink_to_fit();
    }
}

fn drop_old(taken: &mut VecDeque<Instant>, now: Instant) {
    taken.retain(|at| now.duration_since(*at) < DAY);
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIES: [u8; 32] = [1; 32];
    const BRAM: [u8; 32] = [2; 32];

    #[test]
    fn the_third_export_within_an_hour_rings_the_alarm() {
        let (quota, start) = (ExportQuota::new(10), Instant::now());
        assert_eq!(quota.take(LIES, start), Export::Granted);
        assert_eq!(quota.take(LIES, start + HOUR / 2), Export::Granted);
        assert_eq!(quota.take(BRAM, start + HOUR / 2), Export::Granted);
        assert_eq!(quota.take(LIES, start + 59 * HOUR / 60), Export::Alarming);
        assert_eq!(quota.take(LIES, start + 3 * HOUR), Export::Granted);
    }

    #[test]
    fn the_eleventh_export_of_a_day_waits_until_the_first_is_a_day_old() {
        let (quota, start) = (ExportQuota::new(10), Instant::now());
        for hour in 0..10 {
            let export = quota.take(LIES, start + hour * HOUR);
            assert!(!matches!(export, Export::Refused(_)), "{hour}");
        }
        let soon = start + 20 * HOUR;
        assert_eq!(quota.take(LIES, soon), Export::Refused(4 * HOUR));
        assert_eq!(quota.take(BRAM, soon), Export::Granted);
        assert_eq!(quota.take(LIES, start + DAY), Export::Granted);
    }

    #[test]
    fn who_took_nothing_for_a_day_is_forgotten() {
        let (quota, start) = (ExportQuota::new(10), Instant::now());
        quota.take(LIES, start);
        quota.forget_old(start + DAY);
        assert!(quota.taken.lock().unwrap().is_empty());
    }
}
