//! A processor opens a signal.

use actix_web::{get, web};
use policy::GetSignal;
use shared::id::SignalId;
use shared::signal::SignalDetail;

use super::versioned;
use crate::http::{ApiProblem, App, Permitted, Refusals, Versioned};

/// Shows a signal with everything a processor may know: never who sent it.
///
/// Times are days. The text is masked while held, and absent once erased. That somebody read it is written to the log.
#[utoipa::path(
    tag = "Signals",
    operation_id = "getSignal",
    params(("signalId" = SignalId, Path, description = "Public id of the signal")),
    responses((status = 200, body = SignalDetail), Refusals),
    security(("Bearer" = []))
)]
#[get("/signals/{signalId}")]
pub(crate) async fn get_signal(
    permit: Permitted<GetSignal>,
    app: App,
    path: web::Path<SignalId>,
) -> Result<Versioned<SignalDetail>, ApiProblem> {
    let signal = path.into_inner();
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let (scope, reader) = (permit.scope().clone(), permit.clone());
    let detail = app
        .db
        .read(&scope, move |tx| {
            workflow::signals::get_signal(tx, &permit, &sources, signal)
        })
        .await?;
    app.note_reading(&reader, &detail.summary.authority, &signal.to_string());
    Ok(versioned(detail))
}
