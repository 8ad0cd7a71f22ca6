//! The work on an issue is over.

use actix_web::{post, web};
use policy::ResolveIssue;
use shared::id::IssueId;
use shared::issue::{IssueDetail, ResolveDraft};

use super::versioned;
use crate::http::{ApiProblem, App, Expected, Input, Permitted, Refusals, Versioned};

/// Ends the work with its outcome; every provider of its signals is owed what came of it.
///
/// `solved`, `partly`, `not` or `unknown`, with the evidence in words: 1 to 1,000 characters. The issue closes only
/// once every provider knows.
#[utoipa::path(
    tag = "Issues",
    operation_id = "resolveIssue",
    params(
        ("issueId" = IssueId, Path, description = "Public id of the issue"),
    ),
    request_body(content = ResolveDraft, example = json!({"outcome": "partly", "evidence": "Het loket is twee dagen per week open; de wachtlijst halveerde."})),
    responses((status = 200, body = IssueDetail), Refusals),
    security(("Bearer" = []))
)]
#[post("/issues/{issueId}/resolve")]
pub(crate) async fn resolve_issue(
    permit: Permitted<ResolveIssue>,
    app: App,
    path: web::Path<IssueId>,
    Expected(expected): Expected,
    draft: Input<ResolveDraft>,
) -> Result<Versioned<IssueDetail>, ApiProblem> {
    let issue = path.into_inner();
    let (outcome, evidence) = draft.value.parse()?;
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let detail = app
        .db
        .write(&permit.clone(), move |tx| {
            workflow::issues::resolve_issue(
                tx, &permit, &sources, issue, expected, outcome, &evidence,
            )
        })
        .await?;
    Ok(versioned(detail))
}
