//! What every file of the desk uses. The only place that names Leptos' own prelude, because two of its names are words of
//! our glossary: its `Signal` is [`Reactive`] here, its `Action` is [`Command`].

pub use leptos::prelude::*;
pub use leptos::prelude::{Action as Command, Signal as Reactive};

// Explicit beats glob: these are ours.
pub use shared::action::Action;
pub use shared::codes::ClosedList;
pub use shared::time::Day;

pub use crate::i18n::Labelled;
pub use crate::t;
