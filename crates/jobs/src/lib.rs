#![doc = include_str!("../README.md")]

mod analyst;
mod kinds;
pub mod language_model;
pub mod mail;
pub mod push;
mod rounds;
mod run_due;
mod runner;
mod settings;
mod trouble;

pub use analyst::{Analyst, Evaluation, Foretold, Word, evaluate};
pub use kinds::analyse::resume;
pub use rounds::queue_rounds;
pub use run_due::{Ran, run_due};
pub use runner::run;
pub use settings::{Settings, Tools};
pub use trouble::Trouble;
