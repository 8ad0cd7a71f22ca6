//! A batch goes out.

use actix_web::{post, web};
use policy::SendFeedback;
use shared::feedback::SentFeedback;
use shared::timeline::Empty;
use workflow::feedback::BatchId;
use workflow::{Attempt, Refusal};

use crate::http::{ApiProblem, App, Input, Permitted, Refusals, RepeatKey};

/// Sends the answer to every provider of the batch.
///
/// From then on everybody reads it with the receipt or in the account; who left an address gets a mail with a link and
/// without the words. What bounces later shows in the signal, and can still be read by receipt.
#[utoipa::path(
    tag = "Feedback",
    operation_id = "sendFeedback",
    params(("batchId" = String, Path, description = "`issue.<id>.<moment>` or `signal.<id>.<moment>`")),
    request_body(content = Empty, example = json!({})),
    responses((status = 200, body = SentFeedback), Refusals),
    security(("Bearer" = []))
)]
#[post("/feedback/{batchId}/send")]
pub(crate) async fn send_feedback(
    permit: Permitted<SendFeedback>,
    app: App,
    path: web::Path<String>,
    RepeatKey(key): RepeatKey,
    draft: Input<Empty>,
) -> Result<web::Json<SentFeedback>, ApiProblem> {
    let batch: BatchId = path
        .parse()
        .map_err(|refusal: Refusal| ApiProblem::from(refusal))?;
    // The same key for another batch is another body.
    let body = format!("{batch}\n{}", String::from_utf8_lossy(&draft.bytes)).into_bytes();
    let attempt = Attempt { key, body };
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let sent = app
        .db
        .write(&permit.clone(), move |tx| {
            workflow::feedback::send_feedback(tx, &permit, &sources, &attempt, batch)
        })
        .await?;
    Ok(web::Json(sent))
}
