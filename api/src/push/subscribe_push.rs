//! A browser wants to hear when there is news.

use actix_web::{HttpRequest, HttpResponse, post};
use policy::SubscribePush;
use shared::push::PushDraft;

use crate::http::{ApiProblem, App, Input, Permitted, Refusals};
use crate::signals::noting_misses;

/// Rings this browser when there is news about signals.
///
/// Up to fifty follow-up codes and the address at the push service, in the body. Nothing but the ring is sent: no text,
/// no code. Asking again shows that the browser is still there; after half a year unseen it is forgotten. Subscribe with
/// `pushKey` of `getMeta` as `applicationServerKey`. Codes that open nothing are left out; when none opens anything the
/// answer is 404.
#[utoipa::path(
    tag = "Receipts",
    operation_id = "subscribePush",
    request_body(content = PushDraft, example = json!({
        "receipts": ["KX7Q-2M9T-P4HD-V6RB"],
        "endpoint": "https://push.example/wpush/v2/gAAAAABl"
    })),
    responses((status = 204), Refusals),
    security(())
)]
#[post("/receipts/push")]
pub(crate) async fn subscribe_push(
    permit: Permitted<SubscribePush>,
    app: App,
    request: HttpRequest,
    draft: Input<PushDraft>,
) -> Result<HttpResponse, ApiProblem> {
    let subscription = draft.value.parse(app.config.push_reach())?;
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let done = app
        .db
        .write(&permit.clone(), move |tx| {
            workflow::push::subscribe_push(tx, &permit, &sources, &subscription)
        })
        .await;
    let misses = noting_misses(&app, &request, done)?;
    app.limits.note_receipt_misses(&request, misses);
    Ok(HttpResponse::NoContent().finish())
}
