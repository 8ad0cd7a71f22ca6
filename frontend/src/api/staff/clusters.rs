//! Clusters, and what people make of them.

use shared::cluster::{
    ClusterAcceptance, ClusterDetail, ClusterList, ClusterMerge, ClusterSignals, ClusterUpdate,
};
use shared::id::ClusterId;
use shared::issue::IssueDetail;

use super::super::transport::Call;
use super::super::{Answer, ApiClient, Versioned};
use super::Authorised;

type Changed = Answer<Versioned<ClusterDetail>>;

impl ApiClient<Authorised> {
    /// `listClusters`
    pub async fn list_clusters(&self) -> Answer<ClusterList> {
        self.receive(Call::get("/clusters")).await
    }

    /// `getCluster`
    pub async fn get_cluster(&self, cluster: ClusterId) -> Changed {
        self.receive_versioned(Call::get(format!("/clusters/{cluster}")))
            .await
    }

    /// `updateCluster`
    pub async fn update_cluster(
        &self,
        cluster: ClusterId,
        version: u64,
        draft: &ClusterUpdate,
    ) -> Changed {
        let call = Call::patch(format!("/clusters/{cluster}"));
        self.receive_versioned(call.if_match(version).json(draft))
            .await
    }

    /// `splitCluster`; answers the new cluster.
    pub async fn split_cluster(
        &self,
        cluster: ClusterId,
        version: u64,
        draft: &ClusterSignals,
    ) -> Changed {
        self.change_cluster(cluster, version, "split", draft).await
    }

    /// `mergeClusters`
    pub async fn merge_clusters(
        &self,
        cluster: ClusterId,
        version: u64,
        draft: &ClusterMerge,
    ) -> Changed {
        self.change_cluster(cluster, version, "merge", draft).await
    }

    /// `addToCluster`
    pub async fn add_to_cluster(
        &self,
        cluster: ClusterId,
        version: u64,
        draft: &ClusterSignals,
    ) -> Changed {
        self.change_cluster(cluster, version, "add", draft).await
    }

    /// `removeFromCluster`
    pub async fn remove_from_cluster(
        &self,
        cluster: ClusterId,
        version: u64,
        draft: &ClusterSignals,
    ) -> Changed {
        self.change_cluster(cluster, version, "remove", draft).await
    }

    /// `acceptCluster`; answers the issue.
    pub async fn accept_cluster(
        &self,
        cluster: ClusterId,
        version: u64,
        draft: &ClusterAcceptance,
    ) -> Answer<Versioned<IssueDetail>> {
        let call = Call::post(format!("/clusters/{cluster}/accept"));
        self.receive_versioned(call.if_match(version).json(draft))
            .await
    }

    /// `regroupSignals`
    pub async fn regroup_signals(&self) -> Answer<()> {
        self.done(Call::post("/clusterRuns")).await
    }

    async fn change_cluster<T: serde::Serialize>(
        &self,
        cluster: ClusterId,
        version: u64,
        part: &str,
        draft: &T,
    ) -> Changed {
        let call = Call::post(format!("/clusters/{cluster}/{part}"));
        self.receive_versioned(call.if_match(version).json(draft))
            .await
    }
}
