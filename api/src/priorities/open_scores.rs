//! The lead processor shows scores to everybody.

use actix_web::{HttpResponse, post};
use policy::OpenScores;
use shared::priority::OpenScoresDraft;

use crate::http::{ApiProblem, App, Input, Permitted, Refusals};

/// Shows the scores on some validated issues to everybody who works on issues, also to who scored nothing.
///
/// It cannot be undone: what was seen was seen.
#[utoipa::path(
    tag = "Priorities",
    operation_id = "openScores",
    request_body(content = OpenScoresDraft, example = json!({"issues": ["5d0b7a52-93a4-4a0e-8a7e-1f6f1c0d4b22"]})),
    responses((status = 204), Refusals),
    security(("Bearer" = []))
)]
#[post("/priorities/open")]
pub(crate) async fn open_scores(
    permit: Permitted<OpenScores>,
    app: App,
    draft: Input<OpenScoresDraft>,
) -> Result<HttpResponse, ApiProblem> {
    let issues = draft.value.parse()?;
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let held = permit.clone();
    let work = move |tx: &mut storage::Tx<'_>| {
        workflow::priorities::open_scores(tx, &permit, &sources, &issues)
    };
    app.db.write(&held, work).await?;
    Ok(HttpResponse::NoContent().finish())
}
