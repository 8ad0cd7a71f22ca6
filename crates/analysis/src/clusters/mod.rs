//! Signals that tell of the same thing: a graph of nearest neighbours, cut into groups, with what people decided kept.

mod edits;
mod graph;
mod group;
mod labels;
mod leiden;
mod lineage;
mod resolution;
mod settle;

pub use edits::{Contradiction, Edits};
pub use graph::Graph;
pub use group::{Groups, LOOKED_AT, MIDDLE, Yesterday, ZOOMS, group, group_neighbours, neighbours};
pub use labels::{labels, typical};
pub use leiden::{Partition, leiden, modularity};
pub use lineage::{Change, Lineage, carry_over};
pub use settle::{FEWEST_PROVIDERS, FEWEST_SIGNALS, join, settle};
