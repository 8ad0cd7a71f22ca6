//! What of the phone client comes later (docs/adr/0010). What is not named here is there from the start: writing, sending,
//! my signals.
//!
//! Only `cargo xtask` can cut (feature `chunks`); without it everything is in one module and each part is there at once.

use super::guard::{self, Guarding};
use super::pages::{self, Pages};
use crate::browser::chunk::Missing;

macro_rules! chunks {
    ($($(#[$doc:meta])* $chunk:ident: $what:ty = $part:path;)*) => { $(
        $(#[$doc])*
        pub(super) async fn $chunk() -> Result<$what, Missing> {
            #[cfg(feature = "chunks")]
            #[wasm_split_helpers::wasm_split($chunk, fallible)]
            fn $chunk() -> Result<$what, Missing> {
                Ok($part)
            }
            #[cfg(not(feature = "chunks"))]
            fn $chunk() -> std::future::Ready<Result<$what, Missing>> {
                std::future::ready(Ok($part))
            }
            $chunk().await
        }
    )* };
}

chunks! {
    /// Fetches the pages besides writing and following.
    pages: Pages = pages::PAGES;
    /// Fetches what looks over a text while it is written.
    guard: Guarding = guard::GUARDING;
}
