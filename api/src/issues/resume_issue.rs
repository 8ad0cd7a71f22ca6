//! Work on an issue goes on.

use actix_web::{post, web};
use policy::ResumeIssue;
use shared::id::IssueId;
use shared::issue::IssueDetail;

use super::versioned;
use crate::http::{ApiProblem, App, Expected, Permitted, Refusals, Versioned};

/// Takes the work up again.
///
/// From stalled. The time that it stood still shows in its history.
#[utoipa::path(
    tag = "Issues",
    operation_id = "resumeIssue",
    params(
        ("issueId" = IssueId, Path, description = "Public id of the issue"),
    ),
    responses((status = 200, body = IssueDetail), Refusals),
    security(("Bearer" = []))
)]
#[post("/issues/{issueId}/resume")]
pub(crate) async fn resume_issue(
    permit: Permitted<ResumeIssue>,
    app: App,
    path: web::Path<IssueId>,
    Expected(expected): Expected,
) -> Result<Versioned<IssueDetail>, ApiProblem> {
    let issue = path.into_inner();
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let detail = app
        .db
        .write(&permit.clone(), move |tx| {
            workflow::issues::resume_issue(tx, &permit, &sources, issue, expected)
        })
        .await?;
    Ok(versioned(detail))
}
