//! Telling providers what came of their signals: what is owed, the queue, the words, the sending, the reading.

mod batch;
mod compose;
mod due;
mod list;
mod rate;
mod read;
mod send;
mod still_open;
mod words;

pub use batch::BatchId;
pub use compose::compose_feedback;
pub use due::{
    drop_unsent_about, drop_unsent_for_signal, drop_unsent_moment, fall_due, fall_due_for_signal,
};
pub use list::{PageOf, after, list_feedback};
pub use rate::rate_feedback;
pub use read::{mark_read, of_signal, received};
pub use send::send_feedback;
pub use still_open::fall_due_again;
