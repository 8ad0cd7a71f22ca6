//! A processor names or locks a cluster.

use actix_web::{patch, web};
use policy::UpdateCluster;
use shared::cluster::{ClusterDetail, ClusterUpdate};
use shared::id::ClusterId;

use crate::http::{ApiProblem, App, Expected, Input, Permitted, Refusals, Versioned};

/// Names a cluster, or locks it; what is absent stays as it is.
///
/// Runs leave a locked cluster as it is: what they would put in is proposed.
#[utoipa::path(
    tag = "Clusters",
    operation_id = "updateCluster",
    params(("clusterId" = ClusterId, Path, description = "Id of the cluster")),
    request_body(content = ClusterUpdate, example = json!({"name": "Wachten op kinderopvang", "locked": true})),
    responses((status = 200, body = ClusterDetail), Refusals),
    security(("Bearer" = []))
)]
#[patch("/clusters/{clusterId}")]
pub(crate) async fn update_cluster(
    permit: Permitted<UpdateCluster>,
    app: App,
    path: web::Path<ClusterId>,
    Expected(expected): Expected,
    draft: Input<ClusterUpdate>,
) -> Result<Versioned<ClusterDetail>, ApiProblem> {
    let cluster = path.into_inner();
    let change = draft.value.parse()?;
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let detail = app
        .db
        .write(&permit.clone(), move |tx| {
            workflow::clusters::update_cluster(tx, &permit, &sources, cluster, expected, &change)
        })
        .await?;
    Ok(Versioned {
        version: detail.summary.version,
        body: detail,
    })
}
