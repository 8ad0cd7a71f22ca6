//! A processor says which neighbourhood a signal is about.

use actix_web::{post, web};
use policy::LocateSignal;
use shared::id::SignalId;
use shared::signal::{LocationDraft, SignalDetail};

use super::versioned;
use crate::http::{ApiProblem, App, Expected, Input, Permitted, Refusals, Versioned};

/// Says which neighbourhood a signal is about, or takes that back.
///
/// `place` is one of the authority's neighbourhoods (`getAuthority`), else `referencedResourceNotFound`; absent for the whole
/// municipality. `getSignal` proposes those that the text names (`placesNamed`). `wrongState` while the text is held, and once it is gone.
#[utoipa::path(
    tag = "Signals",
    operation_id = "locateSignal",
    params(
        ("signalId" = SignalId, Path, description = "Public id of the signal"),
    ),
    request_body(content = LocationDraft, example = json!({"place": "Vaartwijk"})),
    responses((status = 200, body = SignalDetail), Refusals),
    security(("Bearer" = []))
)]
#[post("/signals/{signalId}/place")]
pub(crate) async fn locate_signal(
    permit: Permitted<LocateSignal>,
    app: App,
    path: web::Path<SignalId>,
    Expected(expected): Expected,
    draft: Input<LocationDraft>,
) -> Result<Versioned<SignalDetail>, ApiProblem> {
    let signal = path.into_inner();
    let authority = permit.written_authority(&app)?;
    let place = draft.value.parse(&authority.places)?;
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let detail = app
        .db
        .write(&permit.clone(), move |tx| {
            workflow::signals::locate_signal(
                tx,
                &permit,
                &sources,
                signal,
                expected,
                place.as_deref(),
            )
        })
        .await?;
    Ok(versioned(detail))
}
