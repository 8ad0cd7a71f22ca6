//! A provider changes on her phone how often she wants a mail.

use actix_web::{HttpRequest, HttpResponse, post};
use policy::ChangeMailPace;
use shared::mail_pace::PaceDraft;

use crate::http::{ApiProblem, App, Input, Permitted, Refusals};
use crate::signals::noting_misses;

/// Changes how often the addresses of signals are written to.
///
/// Up to fifty follow-up codes, in the body. `atOnce`: with each answer and each question; `weekly`: on Monday morning,
/// when something new waits; `never`: not at all. A signal without address stays without mail. Codes that open nothing are
/// left out; when none opens anything the answer is 404.
#[utoipa::path(
    tag = "Receipts",
    operation_id = "changeMailPace",
    request_body(content = PaceDraft, example = json!({
        "receipts": ["KX7Q-2M9T-P4HD-V6RB"],
        "pace": "weekly"
    })),
    responses((status = 204), Refusals),
    security(())
)]
#[post("/receipts/mailPace")]
pub(crate) async fn change_mail_pace(
    permit: Permitted<ChangeMailPace>,
    app: App,
    request: HttpRequest,
    draft: Input<PaceDraft>,
) -> Result<HttpResponse, ApiProblem> {
    let draft = draft.value.parse()?;
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let done = app
        .db
        .write(&permit.clone(), move |tx| {
            workflow::mail_pace::change_mail_pace(tx, &permit, &sources, &draft)
        })
        .await;
    let misses = noting_misses(&app, &request, done)?;
    app.limits.note_receipt_misses(&request, misses);
    Ok(HttpResponse::NoContent().finish())
}
