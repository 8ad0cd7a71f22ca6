//! The two places where real time and real ids come from.

use identity::{Randomness, SystemRandomness};
use shared::sources::{Clock, IdSource};
use shared::time::Moment;
use uuid::{Builder, Uuid};

/// The clock of the machine.
#[derive(Debug, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where real time comes from"
    )]
    fn now(&self) -> Moment {
        Moment::new(chrono::DateTime::from(std::time::SystemTime::now()))
    }
}

/// Ids by the machine's clock and randomness.
#[derive(Debug, Clone, Copy)]
pub struct SystemIds;

impl IdSource for SystemIds {
    fn key(&self) -> Uuid {
        let millis = u64::try_from(SystemClock.now().utc().timestamp_millis()).unwrap_or_default();
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
