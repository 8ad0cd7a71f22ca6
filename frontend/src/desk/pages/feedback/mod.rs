//! Answers that are due, and writing them (D14).

mod compose;
mod list;

pub(in crate::desk) use list::FeedbackPage;
