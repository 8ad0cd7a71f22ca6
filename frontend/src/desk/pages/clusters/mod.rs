//! Clusters: the list, as a table or a picture, and one of them (D4).

mod accept;
mod list;
mod members;
mod merge;
mod name;
mod packed;
mod picture;
mod read;
mod split;
mod view;
mod weeks;

pub(in crate::desk) use list::ClustersPage;
pub(in crate::desk) use read::ClusterPage;
