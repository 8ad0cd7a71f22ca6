//! One cluster is two.

use actix_web::{post, web};
use policy::SplitCluster;
use shared::cluster::{ClusterDetail, ClusterSignals};
use shared::id::ClusterId;

use crate::http::{ApiProblem, App, Expected, Input, Permitted, Refusals, Versioned};

/// Splits signals off into a cluster of their own, in every later run as well; answers the new cluster.
///
/// `outOfRange` on `/signals` when one of the two would have fewer than three signals or two providers.
#[utoipa::path(
    tag = "Clusters",
    operation_id = "splitCluster",
    params(("clusterId" = ClusterId, Path, description = "Id of the cluster")),
    request_body(content = ClusterSignals, example = json!({"signals": ["0b6c2f0e-6a1d-4c1e-9a57-2f1f6d0c8e11"]})),
    responses((status = 200, body = ClusterDetail), Refusals),
    security(("Bearer" = []))
)]
#[post("/clusters/{clusterId}/split")]
pub(crate) async fn split_cluster(
    permit: Permitted<SplitCluster>,
    app: App,
    path: web::Path<ClusterId>,
    Expected(expected): Expected,
    draft: Input<ClusterSignals>,
) -> Result<Versioned<ClusterDetail>, ApiProblem> {
    let cluster = path.into_inner();
    let signals = draft.value.parse()?;
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let detail = app
        .db
        .write(&permit.clone(), move |tx| {
            workflow::clusters::split_cluster(tx, &permit, &sources, cluster, expected, &signals)
        })
        .await?;
    Ok(Versioned {
        version: detail.summary.version,
        body: detail,
    })
}
