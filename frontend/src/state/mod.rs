//! What outlives a page.

mod connection;
mod live;
mod theme;

pub use connection::use_online;
pub use live::{Kept, Live};
pub use theme::{Theme, apply_theme, keep_theme, kept_theme};
