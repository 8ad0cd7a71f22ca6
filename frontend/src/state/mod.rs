//! What outlives a page.

#[cfg(feature = "desk")]
mod connection;
mod theme;

#[cfg(feature = "desk")]
pub use connection::{once_online, use_online};
pub use theme::{Theme, apply_theme, keep_theme, kept_theme};
