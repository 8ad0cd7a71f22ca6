//! A provider says whether an answer helps.

use actix_web::{HttpRequest, post, web};
use policy::RateFeedback;
use shared::id::FeedbackId;
use shared::timeline::{ByReceipt, RatingDraft, Timeline};

use crate::http::{ApiProblem, App, Input, Permitted, Refusals};
use crate::signals::noting_misses;

/// Says with one tap whether the answer helps; it may be changed.
///
/// The follow-up code stands in the body, never in an address.
#[utoipa::path(
    tag = "Receipts",
    operation_id = "rateFeedback",
    params(("feedbackId" = FeedbackId, Path, description = "Id of the feedback")),
    request_body(content = ByReceipt<RatingDraft>, example = json!({"receipt": "KX7Q-2M9T-P4HD-V6RB", "body": {"useful": true}})),
    responses((status = 200, body = Timeline), Refusals),
    security(())
)]
#[post("/receipts/ratings/{feedbackId}")]
pub(crate) async fn rate_feedback(
    permit: Permitted<RateFeedback>,
    app: App,
    request: HttpRequest,
    path: web::Path<FeedbackId>,
    draft: Input<ByReceipt<RatingDraft>>,
) -> Result<web::Json<Timeline>, ApiProblem> {
    let ByReceipt { receipt, body } = draft.value;
    let (feedback, useful) = (path.into_inner(), body.useful);
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let done = app
        .db
        .write(&permit.clone(), move |tx| {
            workflow::feedback::rate_feedback(tx, &permit, &sources, &receipt, feedback, useful)
        })
        .await;
    let timeline = noting_misses(&app, &request, done)?;
    Ok(web::Json(timeline))
}
