//! A clock that moves by hand, and ids that follow it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use chrono::Duration;
use identity::{Randomness, SystemRandomness};
use shared::sources::{Clock, IdSource};
use shared::time::Moment;
use uuid::{Builder, Uuid};

/// A Monday morning in Brussels on which no office is closed.
const START: &str = "2026-03-02T08:30:00Z";

/// Stands still until a test moves it. Clones show the same time.
#[derive(Debug, Clone)]
pub struct TestClock {
    micros: Arc<AtomicI64>,
}

impl Default for TestClock {
    fn default() -> Self {
        let start: Moment = START.parse().expect("a moment");
        Self {
            micros: Arc::new(AtomicI64::new(start.micros())),
        }
    }
}

impl TestClock {
    /// Moves the clock forward.
    pub fn advance(&self, span: Duration) {
        let micros = span.num_microseconds().expect("a span of less than ages");
        self.micros.fetch_add(micros, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Moment {
        Moment::from_micros(self.micros.load(Ordering::SeqCst))
    }
}

/// Keys that keep the order in which they were made, although the clock stands still; random public ids.
#[derive(Debug)]
pub struct TestIds {
    clock: TestClock,
    made: AtomicU64,
}

impl TestIds {
    /// Keys by this clock.
    pub fn new(clock: TestClock) -> Self {
        Self {
            clock,
            made: AtomicU64::new(0),
        }
    }
}

impl IdSource for TestIds {
    fn key(&self) -> Uuid {
        let millis = u64::try_from(self.clock.now().utc().timestamp_millis()).unwrap_or_default();
        let mut tail = [0; 10];
        SystemRandomness.fill(&mut tail);
        // A count in the first bytes after the version keeps the order within one millisecond.
        let made = self.made.fetch_add(1, Ordering::SeqCst).to_be_bytes();
        for (to, from) in tail.iter_mut().skip(2).zip(made.iter().skip(4)) {
            *to = *from;
        }
        for byte in tail.iter_mut().take(2) {
            *byte = 0;
        }
        Builder::from_unix_timestamp_millis(millis, &tail).into_uuid()
    }

    fn public(&self) -> Uuid {
        let mut random = [0; 16];
        SystemRandomness.fill(&mut random);
        Builder::from_random_bytes(random).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_keep_their_order_while_the_clock_stands_still() {
        let ids = TestIds::new(TestClock::default());
        let keys: Vec<Uuid> = (0..1_000).map(|_| ids.key()).collect();
        assert!(keys.is_sorted());
    }
}
