//! A processor looks at the personal data of a held signal.

use actix_web::{post, web};
use policy::RevealHeldText;
use serde::Serialize;
use shared::id::SignalId;

use crate::http::{ApiProblem, App, Permitted, Refusals};

/// The text as it came in.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct RevealedText {
    /// Unmasked.
    text: String,
}

/// Shows a held text unmasked. Each look is written to the log first: no entry, no text.
///
/// Only while the signal is held, only in the answer itself: nothing of it is kept by clients.
#[utoipa::path(
    tag = "Signals",
    operation_id = "revealHeldText",
    params(("signalId" = SignalId, Path, description = "Public id of the signal")),
    responses((status = 200, body = RevealedText), Refusals),
    security(("Bearer" = []))
)]
#[post("/signals/{signalId}/reveal")]
pub(crate) async fn reveal_held_text(
    permit: Permitted<RevealHeldText>,
    app: App,
    path: web::Path<SignalId>,
) -> Result<web::Json<RevealedText>, ApiProblem> {
    let signal = path.into_inner();
    let permit = permit.permit();
    let text = app
        .db
        .write(&permit.clone(), move |tx| {
            workflow::signals::reveal_held_text(tx, &permit, signal)
        })
        .await?;
    Ok(web::Json(RevealedText { text }))
}
