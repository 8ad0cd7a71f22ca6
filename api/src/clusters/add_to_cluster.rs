//! A processor says: these belong.

use actix_web::{post, web};
use policy::AddToCluster;
use shared::cluster::{ClusterDetail, ClusterSignals};
use shared::id::ClusterId;

use crate::http::{ApiProblem, App, Expected, Input, Permitted, Refusals, Versioned};

/// Puts signals into a cluster, in every later run as well.
///
/// Takes back `removeFromCluster`, and accepts what a run proposes for a locked cluster. A signal leaves the cluster it was in.
#[utoipa::path(
    tag = "Clusters",
    operation_id = "addToCluster",
    params(("clusterId" = ClusterId, Path, description = "Id of the cluster")),
    request_body(content = ClusterSignals, example = json!({"signals": ["0b6c2f0e-6a1d-4c1e-9a57-2f1f6d0c8e11"]})),
    responses((status = 200, body = ClusterDetail), Refusals),
    security(("Bearer" = []))
)]
#[post("/clusters/{clusterId}/add")]
pub(crate) async fn add_to_cluster(
    permit: Permitted<AddToCluster>,
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
            workflow::clusters::add_to_cluster(tx, &permit, &sources, cluster, expected, &signals)
        })
        .await?;
    Ok(Versioned {
        version: detail.summary.version,
        body: detail,
    })
}
