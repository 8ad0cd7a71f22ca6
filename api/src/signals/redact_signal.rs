//! A processor redacts a held signal.

use actix_web::{post, web};
use policy::RedactSignal;
use shared::id::SignalId;
use shared::signal::{RedactDraft, SignalDetail};

use super::versioned;
use crate::http::{ApiProblem, App, Expected, Input, Permitted, Refusals, Versioned};

/// Replaces the text of a held signal for good: the original is destroyed.
///
/// The new text may hold no certain personal data (`personalData` on `/text`). That it was redacted is logged, not
/// what. The signal becomes received and is searched and analysed from then on.
#[utoipa::path(
    tag = "Signals",
    operation_id = "redactSignal",
    params(
        ("signalId" = SignalId, Path, description = "Public id of the signal"),
    ),
    request_body(content = RedactDraft, example = json!({"text": "Een bewoner van de Vaartwijk wacht al maanden op een woning."})),
    responses((status = 200, body = SignalDetail), Refusals),
    security(("Bearer" = []))
)]
#[post("/signals/{signalId}/redact")]
pub(crate) async fn redact_signal(
    permit: Permitted<RedactSignal>,
    app: App,
    path: web::Path<SignalId>,
    Expected(expected): Expected,
    draft: Input<RedactDraft>,
) -> Result<Versioned<SignalDetail>, ApiProblem> {
    let signal = path.into_inner();
    let redacted = super::parse_text(&draft.value.text)?;
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let detail = app
        .db
        .write(&permit.clone(), move |tx| {
            workflow::signals::redact_signal(tx, &permit, &sources, signal, expected, &redacted)
        })
        .await?;
    Ok(versioned(detail))
}
