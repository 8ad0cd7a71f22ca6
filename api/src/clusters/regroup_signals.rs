//! A processor does not want to wait for the night.

use actix_web::{HttpResponse, post};
use policy::RegroupSignals;

use crate::http::{ApiProblem, App, Permitted, Refusals};

/// Queues a run: every signal is looked at again, and `listClusters` tells when it is done.
///
/// A run keeps to everything that people decided about clusters. While many signals wait to be looked at for the first time, it
/// waits for them.
#[utoipa::path(
    tag = "Clusters",
    operation_id = "regroupSignals",
    responses((status = 202, description = "It is queued"), Refusals),
    security(("Bearer" = []))
)]
#[post("/clusterRuns")]
pub(crate) async fn regroup_signals(
    permit: Permitted<RegroupSignals>,
    app: App,
) -> Result<HttpResponse, ApiProblem> {
    let (sources, permit) = (app.sources.clone(), permit.permit());
    app.db
        .write(&permit.clone(), move |tx| {
            workflow::clusters::regroup_signals(tx, &permit, &sources)
        })
        .await?;
    Ok(HttpResponse::Accepted().finish())
}
