//! Searching in everything that the reader may read.

mod answer;
mod found;
mod read;
mod view;

pub(in crate::desk) use read::SearchPage;
