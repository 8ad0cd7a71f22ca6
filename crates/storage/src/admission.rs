//! Who may wait for a connection: a bounded number, for a bounded time. The rest is told to come back (trust.md §10).

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use policy::Urgency;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::StorageError;

/// How many requests may wait for a connection.
const MAX_WAITING: u32 = 64;
/// How long one may wait.
const MAX_WAIT: Duration = Duration::from_millis(1_500);
/// After so many failures in a row …
const FAILURES_TO_OPEN: u32 = 5;
/// … everybody is turned away at once for so long; then one goes ahead and probes.
const OPEN_FOR: Duration = Duration::from_secs(1);

/// The door before the connections of a pool.
#[derive(Debug)]
pub(crate) struct Admission {
    seats: Arc<Semaphore>,
    /// Three quarters of the seats. Whoever sends nothing vital needs one of these first; so with a single seat, what is
    /// vital waits behind one other at most.
    common: Arc<Semaphore>,
    waiting: AtomicU32,
    circuit: Mutex<Circuit>,
    figures: Counters,
}

#[derive(Debug, Default)]
struct Counters {
    entered: AtomicU64,
    waited_micros: AtomicU64,
    turned_away: AtomicU64,
    opened: AtomicU64,
}

/// What happened at a door since the start, and how many wait there now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DoorFigures {
    /// Transactions that got a connection.
    pub entered: u64,
    /// How long all of them waited for it.
    pub waited: Duration,
    /// Requests that were told to come back.
    pub turned_away: u64,
    /// How often everybody was turned away because the database did not answer.
    pub opened: u64,
    /// Requests that wait now.
    pub waiting: u32,
}

/// A seat. It stays with the thread that holds the connection, also when nobody waits for its answer any more.
#[derive(Debug)]
pub(crate) struct Seat {
    door: Arc<Admission>,
    probes: bool,
    _common: Option<OwnedSemaphorePermit>,
    _permit: OwnedSemaphorePermit,
}

impl Drop for Seat {
    fn drop(&mut self) {
        if self.probes {
            self.door.circuit().abandon();
        }
    }
}

impl Admission {
    pub(crate) fn new(seats: usize) -> Arc<Self> {
        Arc::new(Self {
            seats: Arc::new(Semaphore::new(seats)),
            common: Arc::new(Semaphore::new((seats * 3 / 4).max(1))),
            waiting: AtomicU32::new(0),
            circuit: Mutex::new(Circuit::Closed { failures: 0 }),
            figures: Counters::default(),
        })
    }

    /// A seat, or the reason to come back later.
    pub(crate) async fn enter(self: &Arc<Self>, urgency: Urgency) -> Result<Seat, StorageError> {
        let entered = self.try_to_enter(urgency).await;
        if entered.is_err() {
            self.figures.turned_away.fetch_add(1, Ordering::Relaxed);
        }
        entered
    }

    async fn try_to_enter(self: &Arc<Self>, urgency: Urgency) -> Result<Seat, StorageError> {
        let began = Instant::now();
        let probes = self.circuit().admit(began)?;
        let waits = Waits::begin(self, urgency, probes)?;
        let seat = tokio::time::timeout(MAX_WAIT, self.seat(urgency)).await;
        let Ok(Some((common, seat))) = seat else {
            return Err(StorageError::Unavailable(
                "no connection came free in time".to_owned(),
            ));
        };
        self.figures.entered.fetch_add(1, Ordering::Relaxed);
        self.figures
            .waited_micros
            .fetch_add(micros(began.elapsed()), Ordering::Relaxed);
        Ok(Seat {
            door: Arc::clone(self),
            probes: waits.sit_down(),
            _common: common,
            _permit: seat,
        })
    }

    async fn seat(
        &self,
        urgency: Urgency,
    ) -> Option<(Option<OwnedSemaphorePermit>, OwnedSemaphorePermit)> {
        let common = match urgency {
            Urgency::Vital => None,
            _ => Some(Arc::clone(&self.common).acquire_owned().await.ok()?),
        };
        let seat = Arc::clone(&self.seats).acquire_owned().await.ok()?;
        Some((common, seat))
    }

    /// Learns whether the database could be reached.
    pub(crate) fn note(&self, failed: bool) {
        if self.circuit().note(failed, Instant::now()) {
            self.figures.opened.fetch_add(1, Ordering::Relaxed);
        }
    }

    pub(crate) fn figures(&self) -> DoorFigures {
        let count = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        DoorFigures {
            entered: count(&self.figures.entered),
            waited: Duration::from_micros(count(&self.figures.waited_micros)),
            turned_away: count(&self.figures.turned_away),
            opened: count(&self.figures.opened),
            waiting: self.waiting.load(Ordering::Relaxed),
        }
    }

    fn circuit(&self) -> std::sync::MutexGuard<'_, Circuit> {
        self.circuit.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A place in the queue; given up when its request is, too.
struct Waits<'a> {
    door: &'a Admission,
    probes: bool,
}

impl<'a> Waits<'a> {
    fn begin(door: &'a Admission, urgency: Urgency, probes: bool) -> Result<Self, StorageError> {
        let waits = Self { door, probes };
        // The place counts from here on; dropping it gives it back.
        if door.waiting.fetch_add(1, Ordering::Relaxed) >= most_waiting(urgency) {
            return Err(StorageError::Unavailable(
                "too many requests wait for a connection".to_owned(),
            ));
        }
        Ok(waits)
    }

    /// The wait is over; whether the seat is the one that probes.
    fn sit_down(mut self) -> bool {
        std::mem::take(&mut self.probes)
    }
}

impl Drop for Waits<'_> {
    fn drop(&mut self) {
        self.door.waiting.fetch_sub(1, Ordering::Relaxed);
        if self.probes {
            self.door.circuit().abandon();
        }
    }
}

/// How long the queue may be for somebody to join it: what can wait is turned away first.
const fn most_waiting(urgency: Urgency) -> u32 {
    match urgency {
        Urgency::Background | Urgency::Deferrable => MAX_WAITING / 2,
        Urgency::Usual => MAX_WAITING * 3 / 4,
        Urgency::Vital => MAX_WAITING,
    }
}

/// Whether the database answers, as far as we know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Circuit {
    /// It does, but for the last few times.
    Closed { failures: u32 },
    /// It does not: nobody tries before this moment.
    Open { until: Instant },
    /// One is trying; the others wait for what it finds.
    Probing,
}

impl Circuit {
    /// Lets somebody pass, or nobody; true for the one who probes.
    fn admit(&mut self, now: Instant) -> Result<bool, StorageError> {
        match *self {
            Self::Closed { .. } => Ok(false),
            Self::Open { until } if until <= now => {
                *self = Self::Probing;
                Ok(true)
            }
            Self::Open { .. } | Self::Probing => Err(StorageError::Unavailable(
                "the database did not answer the last requests".to_owned(),
            )),
        }
    }

    /// Learns from what happened; true when that turns everybody away from now on.
    fn note(&mut self, failed: bool, now: Instant) -> bool {
        let failures = match *self {
            _ if !failed => 0,
            Self::Closed { failures } => failures + 1,
            Self::Probing => FAILURES_TO_OPEN,
            // Somebody who was inside already: the circuit knows.
            Self::Open { .. } => return false,
        };
        let opens = failures >= FAILURES_TO_OPEN;
        *self = if opens {
            Self::Open {
                until: now + OPEN_FOR,
            }
        } else {
            Self::Closed { failures }
        };
        opens
    }

    /// The one who probed went away without finding out: the next one probes.
    fn abandon(&mut self) {
        if *self == Self::Probing {
            *self = Self::Open {
                until: Instant::now(),
            };
        }
    }
}

fn micros(span: Duration) -> u64 {
    u64::try_from(span.as_micros()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_turned_away(entered: &Result<Seat, StorageError>) -> bool {
        matches!(entered, Err(StorageError::Unavailable(_)))
    }

    #[test]
    fn five_failures_in_a_row_open_the_circuit_and_one_probes_after_a_second() {
        let start = Instant::now();
        let mut circuit = Circuit::Closed { failures: 0 };
        for _ in 0..4 {
            assert!(!circuit.note(true, start));
        }
        assert!(!circuit.note(false, start), "one success starts anew");
        for _ in 0..4 {
            assert!(!circuit.note(true, start));
        }
        assert!(circuit.note(true, start));
        assert!(circuit.admit(start).is_err());
        assert!(circuit.admit(start + OPEN_FOR / 2).is_err());
        let later = start + OPEN_FOR;
        assert!(circuit.admit(later).unwrap(), "one probes");
        assert!(circuit.admit(later).is_err(), "and nobody else");
        assert!(circuit.note(true, later), "it found nothing");
        assert!(circuit.admit(later).is_err());
        assert!(circuit.admit(later + OPEN_FOR).unwrap());
        assert!(!circuit.note(false, later + OPEN_FOR));
        assert!(!circuit.admit(later + OPEN_FOR).unwrap(), "closed again");
    }

    #[tokio::test]
    async fn a_probe_that_is_given_up_lets_the_next_one_probe() {
        let door = Admission::new(1);
        *door.circuit() = Circuit::Open {
            until: Instant::now(),
        };
        let probe = door.enter(Urgency::Usual).await.unwrap();
        assert!(is_turned_away(&door.enter(Urgency::Usual).await));
        drop(probe);
        assert!(door.enter(Urgency::Usual).await.is_ok());
        assert_eq!(door.figures().turned_away, 1);
    }

    #[tokio::test]
    async fn a_quarter_of_the_seats_is_kept_for_what_is_vital() {
        let door = Admission::new(8);
        let mut taken = Vec::new();
        for _ in 0..6 {
            taken.push(door.enter(Urgency::Usual).await.unwrap());
        }
        let usual = door.enter(Urgency::Usual);
        assert!(tokio::time::timeout(Duration::ZERO, usual).await.is_err());
        taken.push(door.enter(Urgency::Vital).await.unwrap());
        taken.push(door.enter(Urgency::Vital).await.unwrap());
        let ninth = door.enter(Urgency::Vital);
        assert!(tokio::time::timeout(Duration::ZERO, ninth).await.is_err());
        drop(taken);
        assert_eq!(door.figures().waiting, 0, "whoever left waits no more");
    }

    #[tokio::test]
    async fn a_growing_queue_turns_away_searches_first_and_submissions_last() {
        let door = Admission::new(1);
        let _taken = door.enter(Urgency::Vital).await.unwrap();
        let mut refused = Vec::new();
        for waiting in [0, 31, 32, 47, 48, 63, 64] {
            door.waiting.store(waiting, Ordering::Relaxed);
            let urgencies = [Urgency::Deferrable, Urgency::Usual, Urgency::Vital];
            let mut turned_away = 0;
            for urgency in urgencies {
                let entering = tokio::time::timeout(Duration::ZERO, door.enter(urgency)).await;
                turned_away += u32::from(entering.is_ok_and(|entered| is_turned_away(&entered)));
            }
            refused.push(turned_away);
        }
        assert_eq!(refused, [0, 0, 1, 1, 2, 2, 3]);
    }
}
