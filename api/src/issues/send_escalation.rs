//! To a higher level.

use actix_web::{post, web};
use policy::SendEscalation;
use shared::id::IssueId;
use shared::issue::IssueDetail;

use super::versioned;
use crate::http::{ApiProblem, App, Expected, Permitted, Refusals, Versioned};

/// Records that the neutral text went to the higher level. From here its silence shows.
///
/// Only the neutral text goes, never a signal. `wrongState` unless the decision was to escalate.
#[utoipa::path(
    tag = "Issues",
    operation_id = "sendEscalation",
    params(
        ("issueId" = IssueId, Path, description = "Public id of the issue"),
    ),
    responses((status = 200, body = IssueDetail), Refusals),
    security(("Bearer" = []))
)]
#[post("/issues/{issueId}/escalation")]
pub(crate) async fn send_escalation(
    permit: Permitted<SendEscalation>,
    app: App,
    path: web::Path<IssueId>,
    Expected(expected): Expected,
) -> Result<Versioned<IssueDetail>, ApiProblem> {
    let issue = path.into_inner();
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let detail = app
        .db
        .write(&permit.clone(), move |tx| {
            workflow::issues::send_escalation(tx, &permit, &sources, issue, expected)
        })
        .await?;
    Ok(versioned(detail))
}
