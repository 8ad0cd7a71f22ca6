//! A processor says: these do not belong.

use actix_web::{post, web};
use policy::RemoveFromCluster;
use shared::cluster::{ClusterDetail, ClusterSignals};
use shared::id::ClusterId;

use crate::http::{ApiProblem, App, Expected, Input, Permitted, Refusals, Versioned};

/// Takes signals out that do not belong; no later run brings them back together.
///
/// `outOfRange` on `/signals` when nothing would stay.
#[utoipa::path(
    tag = "Clusters",
    operation_id = "removeFromCluster",
    params(("clusterId" = ClusterId, Path, description = "Id of the cluster")),
    request_body(content = ClusterSignals, example = json!({"signals": ["0b6c2f0e-6a1d-4c1e-9a57-2f1f6d0c8e11"]})),
    responses((status = 200, body = ClusterDetail), Refusals),
    security(("Bearer" = []))
)]
#[post("/clusters/{clusterId}/remove")]
pub(crate) async fn remove_from_cluster(
    permit: Permitted<RemoveFromCluster>,
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
            workflow::clusters::remove_from_cluster(
                tx, &permit, &sources, cluster, expected, &signals,
            )
        })
        .await?;
    Ok(Versioned {
        version: detail.summary.version,
        body: detail,
    })
}
