//! Who may wait for a connection: a bounded number, for a bounded time. The rest is told to come back (trust.md §10).

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tokio::sync::{Semaphore, SemaphorePermit};

use crate::StorageError;

/// How many requests may wait for a connection.
const MAX_WAITING: u32 = 64;
/// How long one may wait.
const MAX_WAIT: Duration = Duration::from_millis(1_500);
/// After so many failures in a row …
const FAILURES_TO_OPEN: u32 = 5;
/// … everybody is turned away at once for so long, but for one who probes.
const OPEN_FOR: Duration = Duration::from_secs(1);

/// The door before a pool.
#[derive(Debug)]
pub(crate) struct Admission {
    seats: Semaphore,
    waiting: AtomicU32,
    failures: AtomicU32,
    open_until_ms: AtomicU64,
    start: Instant,
}

impl Admission {
    pub(crate) fn new(seats: usize) -> Self {
        Self {
            seats: Semaphore::new(seats),
            waiting: AtomicU32::new(0),
            failures: AtomicU32::new(0),
            open_until_ms: AtomicU64::new(0),
            start: Instant::now(),
        }
    }

    /// A seat, or the reason to come back later.
    pub(crate) async fn enter(&self) -> Result<SemaphorePermit<'_>, StorageError> {
        self.turn_away_while_open()?;
        if self.waiting.fetch_add(1, Ordering::Relaxed) >= MAX_WAITING {
            self.waiting.fetch_sub(1, Ordering::Relaxed);
            return Err(StorageError::Unavailable(
                "too many requests wait for a connection".to_owned(),
            ));
        }
        let seat = tokio::time::timeout(MAX_WAIT, self.seats.acquire()).await;
        self.waiting.fetch_sub(1, Ordering::Relaxed);
        match seat {
            Ok(Ok(seat)) => Ok(seat),
            _ => Err(StorageError::Unavailable(
                "no connection came free in time".to_owned(),
            )),
        }
    }

    /// Learns from what happened.
    pub(crate) fn note(&self, failed: bool) {
        if !failed {
            self.failures.store(0, Ordering::Relaxed);
            return;
        }
        if self.failures.fetch_add(1, Ordering::Relaxed) + 1 >= FAILURES_TO_OPEN {
            self.open_until_ms
                .store(self.now_ms() + millis(OPEN_FOR), Ordering::Relaxed);
        }
    }

    fn turn_away_while_open(&self) -> Result<(), StorageError> {
        let until = self.open_until_ms.load(Ordering::Relaxed);
        if until <= self.now_ms() {
            return Ok(());
        }
        Err(StorageError::Unavailable(
            "the database did not answer the last requests".to_owned(),
        ))
    }

    fn now_ms(&self) -> u64 {
        millis(self.start.elapsed())
    }
}

fn millis(span: Duration) -> u64 {
    u64::try_from(span.as_millis()).unwrap_or(u64::MAX)
}
