//! Vectors with a seed, in themes of problems of signals, and what their reading takes of a processor.

#[path = "dice.rs"]
mod dice;

use std::sync::OnceLock;
use std::time::Instant;

pub(crate) use dice::Dice;

pub(crate) const DIM: usize = 384;
pub(crate) const SIGNALS: usize = 50;
const PROBLEMS: usize = 20;
/// What the theme, the problem and the signal itself weigh: two signals of one problem have a cosine of about .67, of one
/// theme .4, as texts of one authority have after centring.
const SHARES: [f32; 3] = [0.63, 0.52, 0.57];

/// Vectors as an authority's signals have them after centring.
pub(crate) struct Source {
    pub(crate) seed: u64,
}

impl Source {
    pub(crate) fn dice(&self, of: &[u64]) -> Dice {
        let mut dice = Dice(self.seed);
        for part in of {
            dice.0 = dice.bits() ^ part.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        }
        dice
    }

    /// The theme and the problem, without the signal.
    pub(crate) fn problem(&self, problem: usize) -> Vec<f32> {
        let theme = self.dice(&[1, (problem / PROBLEMS) as u64]).direction();
        let own = self.dice(&[2, problem as u64]).direction();
        theme
            .iter()
            .zip(&own)
            .map(|(theme, own)| SHARES[0] * theme + SHARES[1] * own)
            .collect()
    }

    pub(crate) fn signal(&self, problem: &[f32], index: usize) -> Vec<f32> {
        let own = self.dice(&[3, index as u64]).direction();
        let mut vector: Vec<f32> = problem
            .iter()
            .zip(&own)
            .map(|(problem, own)| problem + SHARES[2] * own)
            .collect();
        let length = product(&vector, &vector).sqrt();
        for value in &mut vector {
            *value /= length;
        }
        vector
    }
}

impl Dice {
    /// A random direction; each number the sum of two even ones, which is near enough to a normal one.
    fn direction(&mut self) -> Vec<f32> {
        let mut values = Vec::with_capacity(DIM);
        for _ in 0..DIM / 2 {
            let bits = self.bits();
            for half in [bits & 0xffff_ffff, bits >> 32] {
                let (one, other) = (half & 0xffff, half >> 16);
                values.push((one + other) as f32 / 65_536.0 - 1.0);
            }
        }
        // The variance of such a sum is a sixth.
        let scale = (6.0 / DIM as f32).sqrt();
        values.iter().map(|value| value * scale).collect()
    }
}

/// Of this thread: others on the machine do not count. By the clock where the system does not tell.
pub(crate) fn processor_ms() -> f64 {
    static BEGIN: OnceLock<Instant> = OnceLock::new();
    let told = std::fs::read_to_string("/proc/thread-self/schedstat");
    let nanoseconds = told
        .ok()
        .and_then(|told| told.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(
        || BEGIN.get_or_init(Instant::now).elapsed().as_secs_f64() * 1e3,
        |spent| spent / 1e6,
    )
}

pub(crate) fn product(one: &[f32], other: &[f32]) -> f32 {
    let mut sums = [0.0; 16];
    for (one, other) in one.chunks_exact(16).zip(other.chunks_exact(16)) {
        for ((sum, one), other) in sums.iter_mut().zip(one).zip(other) {
            *sum += one * other;
        }
    }
    sums.iter().sum()
}
