//! Clusters: what a run found, and what people make of it. A run proposes; what a person decided holds in every later one.

mod accept;
mod find;
mod keep;
mod list;
mod material;
mod members;
mod merge;
mod recount;
mod regroup;
mod split;
mod update;
mod view;

pub use accept::accept_cluster;
pub use keep::{FoundCluster, Grouping, Rest, keep_grouping, keep_rest};
pub use list::list_clusters;
pub use material::{Mark, Material, material};
pub use members::{add_to_cluster, join_clusters, remove_from_cluster};
pub use merge::merge_clusters;
pub use recount::weeks;
pub use regroup::regroup_signals;
pub use split::{QUOTES, WORDS, split_cluster};
pub use update::update_cluster;
pub use view::get_cluster;
