//! Somebody scores an issue.

use actix_web::{HttpResponse, put, web};
use policy::ScoreIssue;
use shared::id::IssueId;
use shared::issue::PrioritiseDraft;

use crate::http::{ApiProblem, App, Input, Permitted, Refusals};

/// Scores a validated issue, each person for herself; a second time replaces the first.
///
/// Others' scores show afterwards only. `wrongState` once the issue has its place: scores are history then, and who gave
/// which is forgotten.
#[utoipa::path(
    tag = "Priorities",
    operation_id = "scoreIssue",
    params(("issueId" = IssueId, Path, description = "Public id of the issue")),
    request_body(content = PrioritiseDraft, example = json!({"scores": [{"criterion": "reach", "score": 4}, {"criterion": "severity", "score": 3}, {"criterion": "feasibility", "score": 5}]})),
    responses((status = 204), Refusals),
    security(("Bearer" = []))
)]
#[put("/issues/{issueId}/scores")]
pub(crate) async fn score_issue(
    permit: Permitted<ScoreIssue>,
    app: App,
    path: web::Path<IssueId>,
    draft: Input<PrioritiseDraft>,
) -> Result<HttpResponse, ApiProblem> {
    let issue = path.into_inner();
    let scores = draft.value.parse()?;
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let held = permit.clone();
    let work = move |tx: &mut storage::Tx<'_>| {
        workflow::priorities::score_issue(tx, &permit, &sources, issue, &scores)
    };
    app.db.write(&held, work).await?;
    Ok(HttpResponse::NoContent().finish())
}
