//! The lead processor says that an issue is structural.

use actix_web::{post, web};
use policy::ValidateIssue;
use shared::id::IssueId;
use shared::issue::IssueDetail;

use super::versioned;
use crate::http::{ApiProblem, App, Expected, Permitted, Refusals, Versioned};

/// Validates the issue.
///
/// The four criteria are ticked and at least two organisations recognise it.
#[utoipa::path(
    tag = "Issues",
    operation_id = "validateIssue",
    params(
        ("issueId" = IssueId, Path, description = "Public id of the issue"),
    ),
    responses((status = 200, body = IssueDetail), Refusals),
    security(("Bearer" = []))
)]
#[post("/issues/{issueId}/validate")]
pub(crate) async fn validate_issue(
    permit: Permitted<ValidateIssue>,
    app: App,
    path: web::Path<IssueId>,
    Expected(expected): Expected,
) -> Result<Versioned<IssueDetail>, ApiProblem> {
    let issue = path.into_inner();
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let detail = app
        .db
        .write(&permit.clone(), move |tx| {
            workflow::issues::validate_issue(tx, &permit, &sources, issue, expected)
        })
        .await?;
    Ok(versioned(detail))
}
