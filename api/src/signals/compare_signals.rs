//! A processor compared two signals.

use actix_web::{post, web};
use policy::CompareSignals;
use shared::analysis::{ComparisonDraft, SimilarSignal};
use shared::id::SignalId;

use crate::http::{ApiProblem, App, Input, Permitted, Refusals};

/// Remembers that two signals are not the same, or that nobody says so any more; answers what the first is like then.
///
/// Once said, neither `listSimilarSignals` nor a group brings the two together again.
#[utoipa::path(
    tag = "Signals",
    operation_id = "compareSignals",
    params(("signalId" = SignalId, Path, description = "Public id of the one signal")),
    request_body(content = ComparisonDraft, example = json!({
        "other": "8f14e45f-ceea-467f-a8d2-1c5b3a2f9e10", "different": true
    })),
    responses((status = 200, body = [SimilarSignal]), Refusals),
    security(("Bearer" = []))
)]
#[post("/signals/{signalId}/comparisons")]
pub(crate) async fn compare_signals(
    permit: Permitted<CompareSignals>,
    app: App,
    path: web::Path<SignalId>,
    draft: Input<ComparisonDraft>,
) -> Result<web::Json<Vec<SimilarSignal>>, ApiProblem> {
    let signal = path.into_inner();
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let similar = app
        .db
        .write(&permit.clone(), move |tx| {
            workflow::analysis::compare_signals(tx, &permit, &sources, signal, &draft.value)
        })
        .await?;
    Ok(web::Json(similar))
}
