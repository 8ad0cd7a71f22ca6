//! How often an account may be tried: five times a minute, then with a delay that doubles up to 15 minutes. Never a
//! lock: a lock would let anybody shut a colleague out for good.
//!
//! Pure: the caller keeps [`Attempts`] by account, asks before it looks at a password, and stores the answer in the same
//! step, so that a thousand attempts at once are not all the first.

use chrono::{DateTime, TimeDelta, Utc};

/// Attempts that need no waiting, per minute.
pub const FREE_ATTEMPTS: u32 = 5;
const WINDOW: TimeDelta = TimeDelta::seconds(60);
const FIRST_DELAY: TimeDelta = TimeDelta::seconds(60);
const LONGEST_DELAY: TimeDelta = TimeDelta::minutes(15);
/// After this long without an attempt all is forgotten.
const FORGOTTEN_AFTER: TimeDelta = TimeDelta::hours(1);

/// What is remembered of an account's failed attempts. Start, and after every success: `default()`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attempts {
    pub in_window: u32,
    pub window_began_at: Option<DateTime<Utc>>,
    pub last_at: Option<DateTime<Utc>>,
    /// How many delays followed each other; 0 = none.
    pub delays: u32,
    pub wait_until: Option<DateTime<Utc>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Store these attempts, then look at the password; if it is right, store `Attempts::default()`.
    Try(Attempts),
    /// Store nothing, answer 429 with Retry-After.
    Wait { until: DateTime<Utc> },
}

/// Counts an attempt, if it may be made now.
pub fn attempt(attempts: &Attempts, now: DateTime<Utc>) -> Decision {
    if let Some(until) = attempts.wait_until.filter(|until| now < *until) {
        return Decision::Wait { until };
    }
    let is_forgotten = attempts
        .last_at
        .is_some_and(|last_at| now - last_at >= FORGOTTEN_AFTER);
    let known = if is_forgotten {
        Attempts::default()
    } else {
        *attempts
    };
    let window_began_at = known
        .window_began_at
        .filter(|began_at| now - *began_at < WINDOW);
    let in_window = if window_began_at.is_some() {
        known.in_window.saturating_add(1)
    } else {
        1
    };
    // Once delayed, every further attempt is delayed, until a success or an hour of peace.
    let is_delayed = in_window >= FREE_ATTEMPTS || known.delays > 0;
    let delays = if is_delayed {
        known.delays.saturating_add(1)
    } else {
        0
    };
    Decision::Try(Attempts {
        in_window,
        window_began_at: Some(window_began_at.unwrap_or(now)),
        last_at: Some(now),
        delays,
        wait_until: is_delayed.then(|| now + delay(delays)),
    })
}

/// 1, 2, 4, 8, 15, 15 … minutes.
fn delay(delays: u32) -> TimeDelta {
    let doublings = delays.saturating_sub(1).min(4);
    (FIRST_DELAY * (1 << doublings)).min(LONGEST_DELAY)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start() -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000, 0).unwrap()
    }

    fn second(seconds: i64) -> DateTime<Utc> {
        start() + TimeDelta::seconds(seconds)
    }

    /// Tries at each of these seconds; the seconds to wait, or 0.
    fn waits(seconds: &[i64]) -> Vec<i64> {
        let mut attempts = Attempts::default();
        let mut waits = Vec::new();
        for now in seconds.iter().copied().map(second) {
            match attempt(&attempts, now) {
                Decision::Try(counted) => {
                    attempts = counted;
                    waits.push(0);
                }
                Decision::Wait { until } => waits.push((until - now).num_seconds()),
            }
        }
        waits
    }

    #[test]
    fn five_attempts_a_minute_need_no_waiting_and_the_sixth_does() {
        assert_eq!(waits(&[0, 1, 2, 3, 4, 5]), [0, 0, 0, 0, 0, 59]);
    }

    #[test]
    fn slow_attempts_never_wait() {
        assert_eq!(waits(&[0, 20, 40, 61, 81, 101, 122]), [0; 7]);
    }

    #[test]
    fn the_delay_doubles_up_to_a_quarter_of_an_hour_and_stays_there() {
        let mut attempts = Attempts::default();
        let mut now = start();
        let mut delays = Vec::new();
        for _ in 0..12 {
            let Decision::Try(counted) = attempt(&attempts, now) else {
                panic!("never a lock")
            };
            delays.push(
                counted
                    .wait_until
                    .map_or(0, |until| (until - now).num_minutes()),
            );
            now = counted.wait_until.unwrap_or(now);
            attempts = counted;
        }
        assert_eq!(delays, [0, 0, 0, 0, 1, 2, 4, 8, 15, 15, 15, 15]);
    }

    #[test]
    fn attempts_while_waiting_do_not_lengthen_the_wait() {
        assert_eq!(
            waits(&[0, 0, 0, 0, 0, 10, 30, 59, 60]),
            [0, 0, 0, 0, 0, 50, 30, 1, 0]
        );
    }

    #[test]
    fn a_success_forgets_everything() {
        assert!(matches!(
            attempt(&Attempts::default(), start()),
            Decision::Try(Attempts { in_window: 1, .. })
        ));
    }

    #[test]
    fn an_hour_of_peace_forgets_everything() {
        assert_eq!(
            waits(&[0, 0, 0, 0, 0, 3600, 3600, 3600, 3600, 3600]),
            [0; 10]
        );
        assert_eq!(waits(&[0, 0, 0, 0, 0, 3599, 3600]), [0, 0, 0, 0, 0, 0, 119]);
    }
}
