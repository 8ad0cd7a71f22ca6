//! A clock that can be put back: the demo's past is made by the same functions as its present.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use identity::{Randomness, SystemRandomness};
use shared::sources::{Clock, IdSource};
use shared::time::Moment;
use uuid::{Builder, Uuid};

use crate::sources::SystemClock;

/// Each reading is a millisecond later than the one before, so that one moment's steps keep their order.
const TICK_MICROS: i64 = 1_000;

/// The machine's clock, unless it was put back.
#[derive(Debug, Default)]
pub(crate) struct DemoClock {
    /// Microseconds since 1970; 0 means now.
    put_back: AtomicI64,
}

impl DemoClock {
    /// Goes on from this moment.
    pub(crate) fn put_back(&self, to: Moment) {
        self.put_back.store(to.micros(), Ordering::SeqCst);
    }

    /// Tells the real time again.
    pub(crate) fn release(&self) {
        self.put_back.store(0, Ordering::SeqCst);
    }
}

impl Clock for DemoClock {
    fn now(&self) -> Moment {
        let ticked = self
            .put_back
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |micros| {
                (micros != 0).then_some(micros.saturating_add(TICK_MICROS))
            });
        ticked.map_or_else(|_| SystemClock.now(), Moment::from_micros)
    }
}

/// Ids whose time is the demo clock's: the order of keys is the order of what happened.
#[derive(Debug)]
pub(crate) struct DemoIds(pub(crate) Arc<DemoClock>);

impl IdSource for DemoIds {
    fn key(&self) -> Uuid {
        let millis = u64::try_from(self.0.now().utc().timestamp_millis()).unwrap_or_default();
        let mut random = [0; 10];
        SystemRandomness.fill(&mut random);
        Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }

    fn public(&self) -> Uuid {
        let mut random = [0; 16];
        SystemRandomness.fill(&mut random);
        Builder::from_random_bytes(random).into_uuid()
    }
}
