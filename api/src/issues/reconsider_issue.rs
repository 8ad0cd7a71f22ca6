//! A dismissal or a decision is taken back.

use actix_web::{post, web};
use policy::ReconsiderIssue;
use shared::id::IssueId;
use shared::issue::IssueDetail;

use super::versioned;
use crate::http::{ApiProblem, App, Expected, Permitted, Refusals, Versioned};

/// Takes a dismissal or a decision back, as long as no provider was told.
///
/// `guardNotMet` with `nobodyInformed` once a provider could read it: then only a new decision explains itself.
#[utoipa::path(
    tag = "Issues",
    operation_id = "reconsiderIssue",
    params(
        ("issueId" = IssueId, Path, description = "Public id of the issue"),
    ),
    responses((status = 200, body = IssueDetail), Refusals),
    security(("Bearer" = []))
)]
#[post("/issues/{issueId}/reconsider")]
pub(crate) async fn reconsider_issue(
    permit: Permitted<ReconsiderIssue>,
    app: App,
    path: web::Path<IssueId>,
    Expected(expected): Expected,
) -> Result<Versioned<IssueDetail>, ApiProblem> {
    let issue = path.into_inner();
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let detail = app
        .db
        .write(&permit.clone(), move |tx| {
            workflow::issues::reconsider_issue(tx, &permit, &sources, issue, expected)
        })
        .await?;
    Ok(versioned(detail))
}
