//! What of the phone client comes later (docs/adr/0010). What is not named here is there from the start: writing, sending,
//! my signals and their timelines.
//!
//! Only `cargo xtask` can cut (feature `chunks`); without it everything is in one module and each part is there at once.

use super::guard;
use super::pages;
use super::push;
use super::route::Route;
use super::state::FieldState;
use super::submit::Submit;
use super::view::Piece;
use crate::browser::chunk::Missing;

/// What comes with the pages that come later.
#[derive(Clone, Copy)]
pub(super) struct Pages {
    /// Shows one of them.
    pub(super) show: fn(FieldState, &Route) -> Piece,
    /// Tells the server that this device still rings, if it does.
    pub(super) keep_up: fn(FieldState),
}

/// Looks over the text of the form.
pub(super) type Start = fn(Submit);

macro_rules! chunks {
    ($($(#[$doc:meta])* $chunk:ident: $what:ty = $part:expr;)*) => { $(
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
    pages: Pages = Pages { show: pages::show, keep_up: push::keep_up };
    /// Fetches what looks over a text while it is written.
    guard: Start = guard::start;
}
