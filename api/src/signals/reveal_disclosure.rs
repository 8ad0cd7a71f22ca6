//! A processor asks who sent a signal, where the provider wants that to be known.

use actix_web::{post, web};
use policy::RevealDisclosure;
use shared::id::SignalId;
use shared::signal::Disclosure;

use crate::http::{ApiProblem, App, Permitted, Refusals};

/// Tells who sent a signal. Each look is written to the log first: no entry, no name.
///
/// Only while the provider wants it (`disclosed`), only in the answer itself: nothing of it is kept by clients.
#[utoipa::path(
    tag = "Signals",
    operation_id = "revealDisclosure",
    params(("signalId" = SignalId, Path, description = "Public id of the signal")),
    responses((status = 200, body = Disclosure), Refusals),
    security(("Bearer" = []))
)]
#[post("/signals/{signalId}/disclosure")]
pub(crate) async fn reveal_disclosure(
    permit: Permitted<RevealDisclosure>,
    app: App,
    path: web::Path<SignalId>,
) -> Result<web::Json<Disclosure>, ApiProblem> {
    let signal = path.into_inner();
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let disclosure = app
        .db
        .write(&permit.clone(), move |tx| {
            workflow::signals::reveal_disclosure(tx, &permit, &sources, signal)
        })
        .await?;
    Ok(web::Json(disclosure))
}
