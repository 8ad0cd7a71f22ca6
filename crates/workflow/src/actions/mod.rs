//! What is done about issues, one use case a file.

mod change;
mod list;
mod move_action;
mod plan;
mod view;

pub use change::change_action;
pub use list::{after, list_actions};
pub use move_action::move_action;
pub use plan::plan_action;
pub use view::{action_again, href};

pub(crate) use view::views;
