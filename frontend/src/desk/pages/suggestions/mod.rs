//! How good proposals were: what people made of them, and whether the computer was as right as it said.

mod dots;
mod language_model;
mod record;

pub(in crate::desk) use record::SuggestionRecordPage;
