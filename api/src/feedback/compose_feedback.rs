//! Somebody writes the words of a batch.

use actix_web::{put, web};
use policy::ComposeFeedback;
use shared::feedback::{ComposeDraft, FeedbackBatch};
use workflow::Refusal;
use workflow::feedback::BatchId;

use crate::http::{ApiProblem, App, Input, Permitted, Refusals};

/// Keeps the words that every provider of the batch will read.
///
/// They may be changed until they are sent. Certain personal data is refused (`personalData` on `/text`): many people
/// read these words.
#[utoipa::path(
    tag = "Feedback",
    operation_id = "composeFeedback",
    params(("batchId" = String, Path, description = "`issue.<id>.<moment>` or `signal.<id>.<moment>`")),
    request_body(content = ComposeDraft, example = json!({
        "text": "Het mobiele loket staat vanaf maart elke dinsdag op de weekmarkt. Bedankt dat u dit meldde."
    })),
    responses((status = 200, body = FeedbackBatch), Refusals),
    security(("Bearer" = []))
)]
#[put("/feedback/{batchId}")]
pub(crate) async fn compose_feedback(
    permit: Permitted<ComposeFeedback>,
    app: App,
    path: web::Path<String>,
    draft: Input<ComposeDraft>,
) -> Result<web::Json<FeedbackBatch>, ApiProblem> {
    let batch: BatchId = path
        .parse()
        .map_err(|refusal: Refusal| ApiProblem::from(refusal))?;
    let text = draft.value.parse()?;
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let composed = app
        .db
        .write(&permit.clone(), move |tx| {
            workflow::feedback::compose_feedback(tx, &permit, &sources, batch, &text)
        })
        .await?;
    Ok(web::Json(composed))
}
