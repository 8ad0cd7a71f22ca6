//! Wrong guesses of follow-up codes: only misses count, so that a device with fifty honest codes is never slowed.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

const WINDOW: Duration = Duration::from_mins(1);

/// Misses of the last minute, per network and in all.
pub(crate) struct Misses {
    per_network: u32,
    in_all: u32,
    counted: Mutex<Counted>,
}

struct Counted {
    since: Instant,
    all: u32,
    networks: HashMap<[u8; 32], u32>,
}

impl Misses {
    pub(crate) fn new(per_network: u32, in_all: u32) -> Self {
        let counted = Counted {
            since: Instant::now(),
            all: 0,
            networks: HashMap::new(),
        };
        Self {
            per_network,
            in_all,
            counted: Mutex::new(counted),
        }
    }

    /// True when this network, or everybody together, guessed too often in this minute.
    pub(crate) fn is_shut(&self, network: &[u8; 32]) -> bool {
        let counted = self.current();
        let own = counted.networks.get(network).copied().unwrap_or(0);
        own >= self.per_network || (counted.all >= self.in_all && own > 0)
    }

    /// Counts misses; true when they shut this network out.
    pub(crate) fn note(&self, network: [u8; 32], how_many: u32) -> bool {
        if how_many == 0 {
            return false;
        }
        let mut counted = self.current();
        counted.all = counted.all.saturating_add(how_many);
        let own = counted.networks.entry(network).or_insert(0);
        let before = *own;
        *own = own.saturating_add(how_many);
        before < self.per_network && *own >= self.per_network
    }

    fn current(&self) -> std::sync::MutexGuard<'_, Counted> {
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        if counted.since.elapsed() >= WINDOW {
            *counted = Counted {
                since: Instant::now(),
                all: 0,
                networks: HashMap::new(),
            };
        }
        counted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_that_guesses_is_shut_out_and_others_are_not() {
        let misses = Misses::new(10, 300);
        for _ in 0..10 {
            assert!(!misses.is_shut(&[1; 32]));
            misses.note([1; 32], 1);
        }
        assert!(misses.is_shut(&[1; 32]));
        assert!(!misses.is_shut(&[2; 32]));
    }

    #[test]
    fn fifty_wrong_codes_in_one_request_are_fifty_misses() {
        let misses = Misses::new(10, 300);
        assert!(!misses.note([1; 32], 0), "honest codes are no miss");
        assert!(misses.note([1; 32], 50), "this is what shuts it out");
        assert!(misses.is_shut(&[1; 32]));
        assert!(!misses.note([1; 32], 1), "told once");
    }

    #[test]
    fn many_networks_together_shut_out_whoever_missed() {
        let misses = Misses::new(10, 300);
        for network in 0..150_u8 {
            misses.note([network; 32], 2);
        }
        assert!(misses.is_shut(&[7; 32]), "it guessed");
        assert!(
            !misses.is_shut(&[200; 32]),
            "an honest reader still gets in"
        );
    }
}
