//! Two clusters are one.

use actix_web::{post, web};
use policy::MergeClusters;
use shared::cluster::{ClusterDetail, ClusterMerge};
use shared::id::ClusterId;

use crate::http::{ApiProblem, App, Expected, Input, Permitted, Refusals, Versioned};

/// Puts another cluster into this one, in every later run as well.
///
/// Splitting takes it back.
#[utoipa::path(
    tag = "Clusters",
    operation_id = "mergeClusters",
    params(("clusterId" = ClusterId, Path, description = "Id of the cluster")),
    request_body(content = ClusterMerge, example = json!({"other": "8f14e45f-ceea-467f-a8d2-1c5b3a2f9e10"})),
    responses((status = 200, body = ClusterDetail), Refusals),
    security(("Bearer" = []))
)]
#[post("/clusters/{clusterId}/merge")]
pub(crate) async fn merge_clusters(
    permit: Permitted<MergeClusters>,
    app: App,
    path: web::Path<ClusterId>,
    Expected(expected): Expected,
    draft: Input<ClusterMerge>,
) -> Result<Versioned<ClusterDetail>, ApiProblem> {
    let cluster = path.into_inner();
    let other = draft.value.other;
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let detail = app
        .db
        .write(&permit.clone(), move |tx| {
            workflow::clusters::merge_clusters(tx, &permit, &sources, cluster, expected, other)
        })
        .await?;
    Ok(Versioned {
        version: detail.summary.version,
        body: detail,
    })
}
