//! Work on an issue begins.

use actix_web::{post, web};
use policy::StartIssue;
use shared::id::IssueId;
use shared::issue::IssueDetail;

use super::versioned;
use crate::http::{ApiProblem, App, Expected, Permitted, Refusals, Versioned};

/// Starts the work. There is an owner, and an action with owner and due day.
///
/// From decided to act. `guardNotMet` names what is missing: `hasOwner`, or `hasAction` (one with owner and due day).
#[utoipa::path(
    tag = "Issues",
    operation_id = "startIssue",
    params(
        ("issueId" = IssueId, Path, description = "Public id of the issue"),
    ),
    responses((status = 200, body = IssueDetail), Refusals),
    security(("Bearer" = []))
)]
#[post("/issues/{issueId}/start")]
pub(crate) async fn start_issue(
    permit: Permitted<StartIssue>,
    app: App,
    path: web::Path<IssueId>,
    Expected(expected): Expected,
) -> Result<Versioned<IssueDetail>, ApiProblem> {
    let issue = path.into_inner();
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let detail = app
        .db
        .write(&permit.clone(), move |tx| {
            workflow::issues::start_issue(tx, &permit, &sources, issue, expected)
        })
        .await?;
    Ok(versioned(detail))
}
