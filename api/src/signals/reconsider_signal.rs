//! A processor takes an end back.

use actix_web::{post, web};
use policy::ReconsiderSignal;
use shared::id::SignalId;
use shared::signal::SignalDetail;

use super::versioned;
use crate::http::{ApiProblem, App, Expected, Permitted, Refusals, Versioned};

/// Brings an ended signal back to the inbox.
///
/// From not structural, duplicate or redirected; it stands in received again. `wrongState` otherwise.
#[utoipa::path(
    tag = "Signals",
    operation_id = "reconsiderSignal",
    params(
        ("signalId" = SignalId, Path, description = "Public id of the signal"),
    ),
    responses((status = 200, body = SignalDetail), Refusals),
    security(("Bearer" = []))
)]
#[post("/signals/{signalId}/reconsider")]
pub(crate) async fn reconsider_signal(
    permit: Permitted<ReconsiderSignal>,
    app: App,
    path: web::Path<SignalId>,
    Expected(expected): Expected,
) -> Result<Versioned<SignalDetail>, ApiProblem> {
    let signal = path.into_inner();
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let detail = app
        .db
        .write(&permit.clone(), move |tx| {
            workflow::signals::reconsider_signal(tx, &permit, &sources, signal, expected)
        })
        .await?;
    Ok(versioned(detail))
}
