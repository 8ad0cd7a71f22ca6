//! Somebody writes the words of a batch.

use actix_web::{put, web};
use policy::ComposeFeedback;
use shared::feedback::{ComposeDraft, FeedbackBatch};
use workflow::Refusal;
use workflow::feedback::BatchId;

use crate::http::{ApiProblem, App, Expected, Input, Permitted, Refusals, Versioned};

/// Keeps the words that every provider of the batch will read.
///
/// They may be changed until they are sent, by whoever saw the version before: it is 0 while nobody wrote any. Certain
/// personal data is refused (`personalData` on `/text`): many people read these words.
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
    Expected(expected): Expected,
    draft: Input<ComposeDraft>,
) -> Result<Versioned<FeedbackBatch>, ApiProblem> {
    let batch: BatchId = path
        .parse()
        .map_err(|refusal: Refusal| ApiProblem::from(refusal))?;
    let text = draft.value.parse()?;
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let composed = app
        .db
        .write(&permit.clone(), move |tx| {
            workflow::feedback::compose_feedback(tx, &permit, &sources, batch, expected, &text)
        })
        .await?;
    Ok(Versioned {
        version: composed.version,
        body: composed,
    })
}
