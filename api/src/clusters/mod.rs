//! Clusters over HTTP, one operation a file.

mod accept_cluster;
mod add_to_cluster;
mod get_cluster;
mod list_clusters;
mod merge_clusters;
mod regroup_signals;
mod remove_from_cluster;
mod split_cluster;
mod update_cluster;

use crate::operations::Register;

pub(crate) fn operations(config: &mut impl Register) {
    config
        .service(accept_cluster::accept_cluster)
        .service(add_to_cluster::add_to_cluster)
        .service(get_cluster::get_cluster)
        .service(list_clusters::list_clusters)
        .service(merge_clusters::merge_clusters)
        .service(regroup_signals::regroup_signals)
        .service(remove_from_cluster::remove_from_cluster)
        .service(split_cluster::split_cluster)
        .service(update_cluster::update_cluster);
}
