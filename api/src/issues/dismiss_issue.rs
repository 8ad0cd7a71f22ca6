//! It turns out not to be an issue.

use actix_web::{post, web};
use policy::DismissIssue;
use shared::id::IssueId;
use shared::issue::{DismissDraft, IssueDetail};

use super::versioned;
use crate::http::{ApiProblem, App, Expected, Input, Permitted, Refusals, Versioned};

/// Dismisses the issue; every provider of its signals is owed the reason.
///
/// From candidate or in analysis. The reason is owed in words beside its code: providers will read why. `wrongState`
/// later than that.
#[utoipa::path(
    tag = "Issues",
    operation_id = "dismissIssue",
    params(
        ("issueId" = IssueId, Path, description = "Public id of the issue"),
    ),
    request_body(content = DismissDraft, example = json!({"reason": "alreadySolved", "note": "Het loket is sinds mei weer open."})),
    responses((status = 200, body = IssueDetail), Refusals),
    security(("Bearer" = []))
)]
#[post("/issues/{issueId}/dismiss")]
pub(crate) async fn dismiss_issue(
    permit: Permitted<DismissIssue>,
    app: App,
    path: web::Path<IssueId>,
    Expected(expected): Expected,
    draft: Input<DismissDraft>,
) -> Result<Versioned<IssueDetail>, ApiProblem> {
    let issue = path.into_inner();
    let (reason, note) = draft.value.parse()?;
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let detail = app
        .db
        .write(&permit.clone(), move |tx| {
            workflow::issues::dismiss_issue(tx, &permit, &sources, issue, expected, reason, &note)
        })
        .await?;
    Ok(versioned(detail))
}
