//! A processor asks which signals are like one.

use actix_web::{get, web};
use policy::ListSimilarSignals;
use shared::analysis::SimilarSignal;
use shared::id::SignalId;

use crate::http::{ApiProblem, App, Permitted, Refusals};

/// Lists the signals that are most like one, of the same authority, at most eight, and what both have in common.
///
/// What is alike is found when a signal comes in, in the background: the list is empty until then, and while the signal
/// is held. The same words come first, then nearly the same words, then other words about the same thing; within each
/// the most alike. Signals of which somebody said that they differ (`compareSignals`) are left out.
#[utoipa::path(
    tag = "Signals",
    operation_id = "listSimilarSignals",
    params(("signalId" = SignalId, Path, description = "Public id of the signal")),
    responses((status = 200, body = [SimilarSignal]), Refusals),
    security(("Bearer" = []))
)]
#[get("/signals/{signalId}/similar")]
pub(crate) async fn list_similar_signals(
    permit: Permitted<ListSimilarSignals>,
    app: App,
    path: web::Path<SignalId>,
) -> Result<web::Json<Vec<SimilarSignal>>, ApiProblem> {
    let signal = path.into_inner();
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let (scope, reader) = (permit.scope().clone(), permit.clone());
    let similar = app
        .db
        .read(&scope, move |tx| {
            workflow::analysis::list_similar_signals(tx, &permit, &sources, signal)
        })
        .await?;
    for one in &similar {
        app.note_reading(&reader, &one.signal.authority, &one.signal.id.to_string());
    }
    Ok(web::Json(similar))
}
