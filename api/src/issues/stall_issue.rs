//! Work on an issue stands still.

use actix_web::{post, web};
use policy::StallIssue;
use shared::id::IssueId;
use shared::issue::{IssueDetail, StallDraft};

use super::versioned;
use crate::http::{ApiProblem, App, Expected, Input, Permitted, Refusals, Versioned};

/// Says that the work stands still, and why.
///
/// From in action. A reason code and a note are owed; the time that it stands still is reported apart.
#[utoipa::path(
    tag = "Issues",
    operation_id = "stallIssue",
    params(
        ("issueId" = IssueId, Path, description = "Public id of the issue"),
    ),
    request_body(content = StallDraft, example = json!({"reason": "noBudget"})),
    responses((status = 200, body = IssueDetail), Refusals),
    security(("Bearer" = []))
)]
#[post("/issues/{issueId}/stall")]
pub(crate) async fn stall_issue(
    permit: Permitted<StallIssue>,
    app: App,
    path: web::Path<IssueId>,
    Expected(expected): Expected,
    draft: Input<StallDraft>,
) -> Result<Versioned<IssueDetail>, ApiProblem> {
    let issue = path.into_inner();
    let (reason, note) = draft.value.parse()?;
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let detail = app
        .db
        .write(&permit.clone(), move |tx| {
            workflow::issues::stall_issue(
                tx,
                &permit,
                &sources,
                issue,
                expected,
                reason,
                note.as_ref(),
            )
        })
        .await?;
    Ok(versioned(detail))
}
