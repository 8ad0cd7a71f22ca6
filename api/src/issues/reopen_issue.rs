//! New signals came in about something that was closed.

use actix_web::{post, web};
use policy::ReopenIssue;
use shared::id::IssueId;
use shared::issue::{IssueDetail, ReopenDraft};

use super::versioned;
use crate::http::{ApiProblem, App, Expected, Input, Permitted, Refusals, Versioned};

/// Takes a closed issue back into analysis, with signals that came in since; within 24 months.
///
/// At least one signal that came in after it was closed, and a note that says why. `guardNotMet` with
/// `withinReopenTerm` after 24 months, with `hasNewSignal` without new ones.
#[utoipa::path(
    tag = "Issues",
    operation_id = "reopenIssue",
    params(
        ("issueId" = IssueId, Path, description = "Public id of the issue"),
    ),
    request_body(content = ReopenDraft, example = json!({
        "signals": ["0b6c2f0e-6a1d-4c1e-9a57-2f1f6d0c8e11"],
        "note": "Sinds het loket sloot, komt het terug."
    })),
    responses((status = 200, body = IssueDetail), Refusals),
    security(("Bearer" = []))
)]
#[post("/issues/{issueId}/reopen")]
pub(crate) async fn reopen_issue(
    permit: Permitted<ReopenIssue>,
    app: App,
    path: web::Path<IssueId>,
    Expected(expected): Expected,
    draft: Input<ReopenDraft>,
) -> Result<Versioned<IssueDetail>, ApiProblem> {
    let issue = path.into_inner();
    let (signals, note) = draft.value.parse()?;
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let detail = app
        .db
        .write(&permit.clone(), move |tx| {
            workflow::issues::reopen_issue(tx, &permit, &sources, issue, expected, &signals, &note)
        })
        .await?;
    Ok(versioned(detail))
}
