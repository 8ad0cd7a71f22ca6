//! A processor approves what a language model wrote.

use actix_web::{post, web};
use policy::ApproveSummary;
use shared::id::IssueId;
use shared::summary::SummaryDraft;

use crate::http::{ApiProblem, App, Expected, Permitted, Refusals, Versioned};

/// Approves the draft of an issue: a person read it, so it is no longer marked as the words of a machine.
///
/// `If-Match` is the version of the draft, 0 where there is none.
#[utoipa::path(
    tag = "Issues",
    operation_id = "approveSummary",
    params(("issueId" = IssueId, Path, description = "Public id of the issue")),
    responses((status = 200, body = SummaryDraft), Refusals),
    security(("Bearer" = []))
)]
#[post("/issues/{issueId}/summary/draft/approval")]
pub(crate) async fn approve_summary(
    permit: Permitted<ApproveSummary>,
    app: App,
    path: web::Path<IssueId>,
    Expected(expected): Expected,
) -> Result<Versioned<SummaryDraft>, ApiProblem> {
    let issue = path.into_inner();
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let body = app
        .db
        .write(&permit.clone(), move |tx| {
            workflow::summaries::approve_summary(tx, &permit, &sources, issue, expected)
        })
        .await?;
    Ok(Versioned {
        version: body.version,
        body,
    })
}
