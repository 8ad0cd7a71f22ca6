//! A browser no longer wants to hear.

use actix_web::{HttpRequest, HttpResponse, post};
use policy::UnsubscribePush;
use shared::push::PushDraft;

use crate::http::{ApiProblem, App, Input, Permitted, Refusals};
use crate::signals::noting_misses;

/// Rings this browser no more.
///
/// The address is forgotten at once, for every signal that one of the codes opens.
#[utoipa::path(
    tag = "Receipts",
    operation_id = "unsubscribePush",
    request_body(content = PushDraft, example = json!({
        "receipts": ["KX7Q-2M9T-P4HD-V6RB"],
        "endpoint": "https://push.example/wpush/v2/gAAAAABl"
    })),
    responses((status = 204), Refusals),
    security(())
)]
#[post("/receipts/push/end")]
pub(crate) async fn unsubscribe_push(
    permit: Permitted<UnsubscribePush>,
    app: App,
    request: HttpRequest,
    draft: Input<PushDraft>,
) -> Result<HttpResponse, ApiProblem> {
    let subscription = draft.value.parse(app.config.push_reach())?;
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let done = app
        .db
        .write(&permit.clone(), move |tx| {
            workflow::push::unsubscribe_push(tx, &permit, &sources, &subscription)
        })
        .await;
    let misses = noting_misses(&app, &request, done)?;
    app.limits.note_receipt_misses(&request, misses);
    Ok(HttpResponse::NoContent().finish())
}
