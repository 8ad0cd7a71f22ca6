//! What came of signals (D15): a card per question, each a sentence, a picture and a table.

mod card;
mod cards;
mod export;
mod page;
mod steps;
mod view;
mod waiting;

pub(in crate::desk) use page::OverviewPage;
