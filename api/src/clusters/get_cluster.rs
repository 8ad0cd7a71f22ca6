//! A processor opens a cluster.

use actix_web::{get, web};
use policy::GetCluster;
use shared::cluster::ClusterDetail;
use shared::id::ClusterId;

use crate::http::{ApiProblem, App, Permitted, Refusals, Versioned};

/// Shows a cluster with its signals, how well each fits, and the issues that some belong to.
///
/// A cluster that went into another one or fell apart can still be read by its id. That somebody read the beginnings of
/// its signals is written to the log.
#[utoipa::path(
    tag = "Clusters",
    operation_id = "getCluster",
    params(("clusterId" = ClusterId, Path, description = "Id of the cluster")),
    responses((status = 200, body = ClusterDetail), Refusals),
    security(("Bearer" = []))
)]
#[get("/clusters/{clusterId}")]
pub(crate) async fn get_cluster(
    permit: Permitted<GetCluster>,
    app: App,
    path: web::Path<ClusterId>,
) -> Result<Versioned<ClusterDetail>, ApiProblem> {
    let cluster = path.into_inner();
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let (scope, reader) = (permit.scope().clone(), permit.clone());
    let detail = app
        .db
        .read(&scope, move |tx| {
            workflow::clusters::get_cluster(tx, &permit, &sources, cluster)
        })
        .await?;
    app.note_reading(&reader, &detail.summary.authority, "");
    Ok(Versioned {
        version: detail.summary.version,
        body: detail,
    })
}
