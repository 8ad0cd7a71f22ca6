//! Validated issues side by side (D12): what people scored, how far apart, what counts, and the order that a person makes of it.

mod board;
mod confirm;
mod export;
mod follow;
mod matrix;
mod model;
mod page;
mod picture;
mod score;
mod spread;
mod table;
mod weigh;

pub(in crate::desk) use page::PrioritiesPage;
pub(super) use spread::SpreadList;
