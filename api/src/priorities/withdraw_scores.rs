//! Somebody takes her scores back.

use actix_web::{HttpResponse, delete, web};
use policy::WithdrawScores;
use shared::id::IssueId;

use crate::http::{ApiProblem, App, Permitted, Refusals};

/// Takes back what the asking person scored on an issue that has no place yet.
///
/// Without scores of her own she sees those of others no more. What is gone already stays gone.
#[utoipa::path(
    tag = "Priorities",
    operation_id = "withdrawScores",
    params(("issueId" = IssueId, Path, description = "Public id of the issue")),
    responses((status = 204), Refusals),
    security(("Bearer" = []))
)]
#[delete("/issues/{issueId}/scores")]
pub(crate) async fn withdraw_scores(
    permit: Permitted<WithdrawScores>,
    app: App,
    path: web::Path<IssueId>,
) -> Result<HttpResponse, ApiProblem> {
    let issue = path.into_inner();
    let permit = permit.permit();
    let held = permit.clone();
    let work =
        move |tx: &mut storage::Tx<'_>| workflow::priorities::withdraw_scores(tx, &permit, issue);
    app.db.write(&held, work).await?;
    Ok(HttpResponse::NoContent().finish())
}
