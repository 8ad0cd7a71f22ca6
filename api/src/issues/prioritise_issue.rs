//! The lead processor weighs an issue alone.

use actix_web::{post, web};
use policy::PrioritiseIssue;
use shared::id::IssueId;
use shared::issue::{IssueDetail, PrioritiseDraft};

use super::versioned;
use crate::http::{ApiProblem, App, Expected, Input, Permitted, Refusals, Versioned};

/// Weighs the issue, without a signal day: it shows as "zonder inbreng van het werkveld".
///
/// Raw scores are kept; three are enough in round mode (reach, severity, feasibility).
#[utoipa::path(
    tag = "Issues",
    operation_id = "prioritiseIssue",
    params(
        ("issueId" = IssueId, Path, description = "Public id of the issue"),
    ),
    request_body(content = PrioritiseDraft, example = json!({"scores": [{"criterion": "reach", "score": 4}, {"criterion": "severity", "score": 3}, {"criterion": "feasibility", "score": 5}]})),
    responses((status = 200, body = IssueDetail), Refusals),
    security(("Bearer" = []))
)]
#[post("/issues/{issueId}/prioritise")]
pub(crate) async fn prioritise_issue(
    permit: Permitted<PrioritiseIssue>,
    app: App,
    path: web::Path<IssueId>,
    Expected(expected): Expected,
    draft: Input<PrioritiseDraft>,
) -> Result<Versioned<IssueDetail>, ApiProblem> {
    let issue = path.into_inner();
    let scores = draft.value.parse()?;
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let detail = app
        .db
        .write(&permit.clone(), move |tx| {
            workflow::issues::prioritise_issue(tx, &permit, &sources, issue, expected, &scores)
        })
        .await?;
    Ok(versioned(detail))
}
