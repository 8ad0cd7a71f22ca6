//! A processor throws away what a language model wrote.

use actix_web::{HttpResponse, delete, web};
use policy::DiscardSummary;
use shared::id::IssueId;

use crate::http::{ApiProblem, App, Expected, Permitted, Refusals};

/// Throws the draft of an issue away, approved or not.
///
/// `If-Match` is the version of the draft, 0 where there is none.
#[utoipa::path(
    tag = "Issues",
    operation_id = "discardSummary",
    params(("issueId" = IssueId, Path, description = "Public id of the issue")),
    responses((status = 204, description = "It is gone"), Refusals),
    security(("Bearer" = []))
)]
#[delete("/issues/{issueId}/summary/draft")]
pub(crate) async fn discard_summary(
    permit: Permitted<DiscardSummary>,
    app: App,
    path: web::Path<IssueId>,
    Expected(expected): Expected,
) -> Result<HttpResponse, ApiProblem> {
    let issue = path.into_inner();
    let permit = permit.permit();
    app.db
        .write(&permit.clone(), move |tx| {
            workflow::summaries::discard_summary(tx, &permit, issue, expected)
        })
        .await?;
    Ok(HttpResponse::NoContent().finish())
}
