//! A decision, with its motivation.

use actix_web::{post, web};
use policy::DecideIssue;
use shared::id::IssueId;
use shared::issue::{DecisionDraft, IssueDetail};

use super::versioned;
use crate::http::{ApiProblem, App, Expected, Input, Permitted, Refusals, Versioned};

/// Decides: act, do not act, or escalate.
///
/// The motivation is owed, also for "no"; every provider of its signals is owed the decision.
#[utoipa::path(
    tag = "Issues",
    operation_id = "decideIssue",
    params(
        ("issueId" = IssueId, Path, description = "Public id of the issue"),
    ),
    request_body(content = DecisionDraft, example = json!({"decision": "act", "motivation": "Een mobiel loket op de weekmarkt kan in maart beginnen."})),
    responses((status = 200, body = IssueDetail), Refusals),
    security(("Bearer" = []))
)]
#[post("/issues/{issueId}/decide")]
pub(crate) async fn decide_issue(
    permit: Permitted<DecideIssue>,
    app: App,
    path: web::Path<IssueId>,
    Expected(expected): Expected,
    draft: Input<DecisionDraft>,
) -> Result<Versioned<IssueDetail>, ApiProblem> {
    let issue = path.into_inner();
    let (decision, motivation) = draft.value.parse()?;
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let detail = app
        .db
        .write(&permit.clone(), move |tx| {
            workflow::issues::decide_issue(
                tx,
                &permit,
                &sources,
                issue,
                expected,
                decision,
                &motivation,
            )
        })
        .await?;
    Ok(versioned(detail))
}
