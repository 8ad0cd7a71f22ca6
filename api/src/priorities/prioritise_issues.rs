//! The lead processor puts issues in their order.

use actix_web::{HttpResponse, post};
use policy::PrioritiseIssues;
use shared::priority::OrderDraft;

use crate::http::{ApiProblem, App, Input, Permitted, Refusals};

/// Gives validated issues their place, the most important first: all of them or none.
///
/// Each names the version that was seen, and needs a score on something that counts (`guardNotMet` with `scored`). The
/// server computes the order that follows from scores and weights and writes both places down; the history of each issue
/// says whether that order was confirmed (`orderConfirmed`) or another one made (`orderByHand`). Where several people
/// scored, the method is `colleagues`, else `leadAlone`.
#[utoipa::path(
    tag = "Priorities",
    operation_id = "prioritiseIssues",
    request_body(content = OrderDraft, example = json!({"issues": [{"id": "5d0b7a52-93a4-4a0e-8a7e-1f6f1c0d4b22", "version": 7}]})),
    responses((status = 204), Refusals),
    security(("Bearer" = []))
)]
#[post("/priorities")]
pub(crate) async fn prioritise_issues(
    permit: Permitted<PrioritiseIssues>,
    app: App,
    draft: Input<OrderDraft>,
) -> Result<HttpResponse, ApiProblem> {
    let order = draft.value.parse()?;
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let held = permit.clone();
    let work = move |tx: &mut storage::Tx<'_>| {
        workflow::priorities::prioritise_issues(tx, &permit, &sources, &order)
    };
    app.db.write(&held, work).await?;
    Ok(HttpResponse::NoContent().finish())
}
