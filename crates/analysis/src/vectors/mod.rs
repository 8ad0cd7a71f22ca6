//! Vectors of one authority: kept small, searched without an index, and what two texts have in common.
//!
//! Kept in a database is the vector as the embedder gave it ([`Quantised`]); it is centred when it is read, because the
//! mean changes with every signal and stored vectors must not. In memory is one bit a number ([`Signs`]), for small
//! authorities a byte beside it ([`Store`]). Whoever has only the bits in memory takes [`Signs::candidates`], reads
//! those by key, and lets [`best_of`] judge.

mod likeness;
mod mean;
mod nearest;
mod prints;
mod quantised;
mod signs;
mod store;
mod thresholds;

pub use likeness::{Comparison, Likeness, Told, compare, shared_phrases};
pub use mean::Mean;
pub use nearest::best_of;
pub use prints::Prints;
pub use quantised::{BadVector, Quantised};
pub use signs::{CANDIDATES, Signs};
pub use store::Store;
pub use thresholds::{Thresholds, threshold_for};
