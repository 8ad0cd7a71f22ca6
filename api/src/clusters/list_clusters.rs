//! What tells of the same thing.

use actix_web::{get, web};
use policy::ListClusters;
use shared::cluster::ClusterList;

use crate::http::{ApiProblem, App, Permitted, Refusals};

/// Lists clusters: signals that tell of the same thing, as the latest run found them and people corrected them.
///
/// A run proposes and changes nothing else: no signal, no tag, no issue. A cluster has three signals of two providers at least.
/// Each carries the model whose vectors it rests on; its words and typical signals are the reasons, and `coherence` says how sure it is.
#[utoipa::path(
    tag = "Clusters",
    operation_id = "listClusters",
    responses((status = 200, body = ClusterList), Refusals),
    security(("Bearer" = []))
)]
#[get("/clusters")]
pub(crate) async fn list_clusters(
    permit: Permitted<ListClusters>,
    app: App,
) -> Result<web::Json<ClusterList>, ApiProblem> {
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let scope = permit.scope().clone();
    let detail = app
        .db
        .read(&scope, move |tx| {
            workflow::clusters::list_clusters(tx, &permit, &sources)
        })
        .await?;
    Ok(web::Json(detail))
}
