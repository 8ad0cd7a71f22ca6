//! A parked issue comes back before its day.

use actix_web::{post, web};
use policy::UnparkIssue;
use shared::id::IssueId;
use shared::issue::IssueDetail;

use super::versioned;
use crate::http::{ApiProblem, App, Expected, Permitted, Refusals, Versioned};

/// Brings a parked issue back to where it came from.
///
/// It stands in the state from which it was parked, with its history unbroken.
#[utoipa::path(
    tag = "Issues",
    operation_id = "unparkIssue",
    params(
        ("issueId" = IssueId, Path, description = "Public id of the issue"),
    ),
    responses((status = 200, body = IssueDetail), Refusals),
    security(("Bearer" = []))
)]
#[post("/issues/{issueId}/unpark")]
pub(crate) async fn unpark_issue(
    permit: Permitted<UnparkIssue>,
    app: App,
    path: web::Path<IssueId>,
    Expected(expected): Expected,
) -> Result<Versioned<IssueDetail>, ApiProblem> {
    let issue = path.into_inner();
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let detail = app
        .db
        .write(&permit.clone(), move |tx| {
            workflow::issues::unpark_issue(tx, &permit, &sources, issue, expected)
        })
        .await?;
    Ok(versioned(detail))
}
