//! What the page of clusters shows, as its address says it, and a cluster in words.

use std::cmp::Reverse;

use shared::cluster::ClusterSummary;

use crate::desk::query::Query;
use crate::prelude::*;

/// What comes first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Order {
    /// What grows most; the order in which the server tells them.
    #[default]
    Growth,
    /// The largest.
    Size,
    /// The newest.
    New,
}

/// Every order.
pub(super) const ORDERS: [Order; 3] = [Order::Growth, Order::Size, Order::New];

impl Order {
    /// As it stands in addresses.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Growth => "growth",
            Self::Size => "size",
            Self::New => "new",
        }
    }

    /// In words.
    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Growth => t!(cluster.sort_growth),
            Self::Size => t!(cluster.sort_size),
            Self::New => t!(cluster.sort_new),
        }
    }
}

/// Table or picture, and what comes first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct ClustersView {
    pub(super) is_picture: bool,
    pub(super) order: Order,
}

impl ClustersView {
    /// Reads an address.
    pub(super) fn of(query: &Query) -> Self {
        let order = query.get("order");
        Self {
            is_picture: query.get("view") == Some("picture"),
            order: ORDERS
                .into_iter()
                .find(|known| Some(known.code()) == order)
                .unwrap_or_default(),
        }
    }

    /// Its address.
    pub(super) fn address(&self) -> String {
        let order = (self.order != Order::Growth).then(|| self.order.code());
        Query::default()
            .with_all("view", self.is_picture.then_some("picture"))
            .with_all("order", order)
            .at("/desk/clusters")
    }

    /// In this order.
    pub(super) fn ordered(&self, mut clusters: Vec<ClusterSummary>) -> Vec<ClusterSummary> {
        match self.order {
            Order::Growth => {}
            Order::Size => clusters.sort_by_key(|cluster| Reverse(cluster.facts.signals)),
            Order::New => clusters.sort_by_key(|cluster| Reverse(cluster.since)),
        }
        clusters
    }
}

/// The name that a person gave it, or its words.
pub(super) fn name_of(cluster: &ClusterSummary) -> String {
    match &cluster.name {
        Some(name) => name.clone(),
        None if cluster.words.is_empty() => t!(cluster.unnamed).to_owned(),
        None => cluster.words.join(" · "),
    }
}

/// Where a cluster stands.
pub(super) fn address_of(cluster: &ClusterSummary) -> String {
    format!("/desk/clusters/{}", cluster.id)
}

/// How much it hangs together, in words; the limits are those at which people stop to see what its signals have in common.
pub(super) fn coherence(percent: u8) -> &'static str {
    match percent {
        65.. => t!(cluster.tight),
        45.. => t!(cluster.fair),
        _ => t!(cluster.thin),
    }
}

/// Its growth in words.
pub(super) fn growth(cluster: &ClusterSummary) -> String {
    let (now, before) = cluster.facts.growth();
    t!(cluster.growth, now = now, before = before)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_restores_the_view() {
        let view = ClustersView {
            is_picture: true,
            order: Order::Size,
        };
        let address = view.address();
        let (_, search) = address.split_once('?').unwrap();
        assert_eq!(ClustersView::of(&Query::parse(search)), view);
        assert_eq!(ClustersView::default().address(), "/desk/clusters");
    }
}
