//! A processor sends a signal to the right address.

use actix_web::{post, web};
use policy::RedirectSignal;
use shared::id::SignalId;
use shared::signal::{RedirectDraft, SignalDetail};

use super::versioned;
use crate::http::{ApiProblem, App, Expected, Input, Permitted, Refusals, Versioned};

/// Ends a signal here and tells the provider who helps: individual help, or out of scope.
///
/// `address` is what the provider reads: who helps, and how to reach them. Its links to issues stay in the history.
/// `wrongState` when it ended already.
#[utoipa::path(
    tag = "Signals",
    operation_id = "redirectSignal",
    params(
        ("signalId" = SignalId, Path, description = "Public id of the signal"),
    ),
    request_body(content = RedirectDraft, example = json!({
        "reason": "complaint",
        "address": "Klachtendienst van de stad, tel. 1700"
    })),
    responses((status = 200, body = SignalDetail), Refusals),
    security(("Bearer" = []))
)]
#[post("/signals/{signalId}/redirect")]
pub(crate) async fn redirect_signal(
    permit: Permitted<RedirectSignal>,
    app: App,
    path: web::Path<SignalId>,
    Expected(expected): Expected,
    draft: Input<RedirectDraft>,
) -> Result<Versioned<SignalDetail>, ApiProblem> {
    let signal = path.into_inner();
    let reason = draft.value.reason;
    let address = shared::issue::note("/address", &draft.value.address)?;
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let detail = app
        .db
        .write(&permit.clone(), move |tx| {
            workflow::signals::redirect_signal(
                tx, &permit, &sources, signal, expected, reason, &address,
            )
        })
        .await?;
    Ok(versioned(detail))
}
