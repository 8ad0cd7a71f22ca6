//! The higher level answered.

use actix_web::{post, web};
use policy::RecordEscalationAnswer;
use shared::id::IssueId;
use shared::issue::{EscalationAnswerDraft, IssueDetail};

use super::versioned;
use crate::http::{ApiProblem, App, Expected, Input, Permitted, Refusals, Versioned};

/// Records the answer of the higher level; every provider of its signals is owed it.
///
/// By hand, with its motivation of 10 to 4,000 characters. `accept` and `partly` lead to acting, `refuse` to not
/// acting. `wrongState` when nothing was sent.
#[utoipa::path(
    tag = "Issues",
    operation_id = "recordEscalationAnswer",
    params(
        ("issueId" = IssueId, Path, description = "Public id of the issue"),
    ),
    request_body(content = EscalationAnswerDraft, example = json!({"answer": "partly", "motivation": "De Vlaamse overheid past de premie aan vanaf 2027."})),
    responses((status = 200, body = IssueDetail), Refusals),
    security(("Bearer" = []))
)]
#[post("/issues/{issueId}/escalationAnswer")]
pub(crate) async fn record_escalation_answer(
    permit: Permitted<RecordEscalationAnswer>,
    app: App,
    path: web::Path<IssueId>,
    Expected(expected): Expected,
    draft: Input<EscalationAnswerDraft>,
) -> Result<Versioned<IssueDetail>, ApiProblem> {
    let issue = path.into_inner();
    let (answer, motivation) = draft.value.parse()?;
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let detail = app
        .db
        .write(&permit.clone(), move |tx| {
            workflow::issues::record_escalation_answer(
                tx,
                &permit,
                &sources,
                issue,
                expected,
                answer,
                &motivation,
            )
        })
        .await?;
    Ok(versioned(detail))
}
