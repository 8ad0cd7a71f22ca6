//! A processor releases a held signal.

use actix_web::{post, web};
use policy::ReleaseSignal;
use shared::id::SignalId;
use shared::signal::{ReleaseDraft, SignalDetail};

use super::versioned;
use crate::http::{ApiProblem, App, Expected, Input, Permitted, Refusals, Versioned};

/// Releases a held signal as a false alarm, with the reason.
///
/// The text stays as it came in. The reason is kept in the history.
#[utoipa::path(
    tag = "Signals",
    operation_id = "releaseSignal",
    params(
        ("signalId" = SignalId, Path, description = "Public id of the signal"),
    ),
    request_body(content = ReleaseDraft, example = json!({"note": "Dit is het nummer van een dienst, niet van een persoon."})),
    responses((status = 200, body = SignalDetail), Refusals),
    security(("Bearer" = []))
)]
#[post("/signals/{signalId}/release")]
pub(crate) async fn release_signal(
    permit: Permitted<ReleaseSignal>,
    app: App,
    path: web::Path<SignalId>,
    Expected(expected): Expected,
    draft: Input<ReleaseDraft>,
) -> Result<Versioned<SignalDetail>, ApiProblem> {
    let signal = path.into_inner();
    let why = shared::issue::note("/note", &draft.value.note)?;
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let detail = app
        .db
        .write(&permit.clone(), move |tx| {
            workflow::signals::release_signal(tx, &permit, &sources, signal, expected, &why)
        })
        .await?;
    Ok(versioned(detail))
}
