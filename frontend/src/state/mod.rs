//! What outlives a page.

mod connection;
mod theme;

pub use connection::use_online;
pub use theme::{Theme, apply_theme, keep_theme, kept_theme};
