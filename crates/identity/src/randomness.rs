//! Randomness is a parameter, like time: whoever draws a key or a code takes `&dyn Randomness`.

use std::sync::atomic::{AtomicU64, Ordering};

use aws_lc_rs::{digest, rand};

/// A source of bytes nobody can guess.
pub trait Randomness: Send + Sync {
    fn fill(&self, bytes: &mut [u8]);
}

/// The operating system's randomness, by way of AWS-LC.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemRandomness;

impl Randomness for SystemRandomness {
    #[expect(
        clippy::expect_used,
        reason = "a process without randomness must not go on: every key and code would be guessable"
    )]
    fn fill(&self, bytes: &mut [u8]) {
        rand::fill(bytes).expect("the system gives randomness");
    }
}

/// The same bytes for the same seed. For tests only: its codes can be recomputed by anybody.
#[derive(Debug)]
pub struct SeededRandomness {
    seed: u64,
    blocks_drawn: AtomicU64,
}

impl SeededRandomness {
    pub fn new(seed: u64) -> Self {
        Self {
            seed,
            blocks_drawn: AtomicU64::new(0),
        }
    }
}

impl Randomness for SeededRandomness {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(digest::SHA256_OUTPUT_LEN) {
            let block_no = self.blocks_drawn.fetch_add(1, Ordering::Relaxed);
            let input = [self.seed.to_be_bytes(), block_no.to_be_bytes()].concat();
            let block = digest::digest(&digest::SHA256, &input);
            for (target, source) in chunk.iter_mut().zip(block.as_ref()) {
                *target = *source;
            }
        }
    }
}

/// `N` fresh bytes.
pub(crate) fn draw<const N: usize>(randomness: &dyn Randomness) -> [u8; N] {
    let mut bytes = [0; N];
    randomness.fill(&mut bytes);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_system_never_gives_the_same_bytes_twice() {
        assert_ne!(draw::<32>(&SystemRandomness), draw::<32>(&SystemRandomness));
    }

    #[test]
    fn a_seed_replays_its_bytes() {
        let (first, second) = (SeededRandomness::new(7), SeededRandomness::new(7));
        assert_eq!(draw::<100>(&first), draw::<100>(&second));
        assert_ne!(draw::<32>(&first), draw::<32>(&SeededRandomness::new(8)));
    }

    #[test]
    fn a_seeded_source_goes_on_after_the_first_draw() {
        let randomness = SeededRandomness::new(7);
        assert_ne!(draw::<32>(&randomness), draw::<32>(&randomness));
    }
}
