//! A cluster becomes an issue.

use actix_web::{post, web};
use policy::AcceptCluster;
use shared::cluster::ClusterAcceptance;
use shared::id::ClusterId;
use shared::issue::IssueDetail;

use crate::http::{ApiProblem, App, Expected, Input, Permitted, Refusals, Versioned};

/// Makes an issue of a cluster, or adds its signals to one; answers the issue.
///
/// Links every signal that is not over; what is only proposed for a locked cluster stays out. Give `title` or `issue`.
#[utoipa::path(
    tag = "Clusters",
    operation_id = "acceptCluster",
    params(("clusterId" = ClusterId, Path, description = "Id of the cluster")),
    request_body(content = ClusterAcceptance, example = json!({"title": "Wachten op kinderopvang"})),
    responses((status = 200, body = IssueDetail), Refusals),
    security(("Bearer" = []))
)]
#[post("/clusters/{clusterId}/accept")]
pub(crate) async fn accept_cluster(
    permit: Permitted<AcceptCluster>,
    app: App,
    path: web::Path<ClusterId>,
    Expected(expected): Expected,
    draft: Input<ClusterAcceptance>,
) -> Result<Versioned<IssueDetail>, ApiProblem> {
    let cluster = path.into_inner();
    let accepted = draft.value.parse()?;
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let detail = app
        .db
        .write(&permit.clone(), move |tx| {
            workflow::clusters::accept_cluster(tx, &permit, &sources, cluster, expected, &accepted)
        })
        .await?;
    Ok(Versioned {
        version: detail.summary.version,
        body: detail,
    })
}
