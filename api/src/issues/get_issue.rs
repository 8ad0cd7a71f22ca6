//! Somebody opens an issue.

use actix_web::{get, web};
use policy::GetIssue;
use shared::id::IssueId;
use shared::issue::IssueDetail;

use super::versioned;
use crate::http::{ApiProblem, App, Permitted, Refusals, Versioned};

/// Shows an issue: neutral words, counts, what can happen next and what is missing for it.
///
/// An issue that went into another one answers too, with `mergedInto`.
#[utoipa::path(
    tag = "Issues",
    operation_id = "getIssue",
    params(("issueId" = IssueId, Path, description = "Public id of the issue")),
    responses((status = 200, body = IssueDetail), Refusals),
    security(("Bearer" = []))
)]
#[get("/issues/{issueId}")]
pub(crate) async fn get_issue(
    permit: Permitted<GetIssue>,
    app: App,
    path: web::Path<IssueId>,
) -> Result<Versioned<IssueDetail>, ApiProblem> {
    let issue = path.into_inner();
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let scope = permit.scope().clone();
    let detail = app
        .db
        .read(&scope, move |tx| {
            workflow::issues::get_issue(tx, &permit, &sources, issue)
        })
        .await?;
    Ok(versioned(detail))
}
