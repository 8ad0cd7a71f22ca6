//! A processor takes a question back.

use actix_web::{post, web};
use policy::CancelQuestion;
use shared::id::{QuestionId, SignalId};
use shared::signal::SignalDetail;

use super::versioned;
use crate::http::{ApiProblem, App, Expected, Permitted, Refusals, Versioned};

/// Takes an open question back.
///
/// It stays in the timeline as cancelled. `wrongState` when it was answered already.
#[utoipa::path(
    tag = "Signals",
    operation_id = "cancelQuestion",
    params(
        ("signalId" = SignalId, Path, description = "Public id of the signal"),
        ("questionId" = QuestionId, Path, description = "Id of the question"),
    ),
    responses((status = 200, body = SignalDetail), Refusals),
    security(("Bearer" = []))
)]
#[post("/signals/{signalId}/questions/{questionId}/cancel")]
pub(crate) async fn cancel_question(
    permit: Permitted<CancelQuestion>,
    app: App,
    path: web::Path<(SignalId, QuestionId)>,
    Expected(expected): Expected,
) -> Result<Versioned<SignalDetail>, ApiProblem> {
    let (signal, question) = path.into_inner();
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let detail = app
        .db
        .write(&permit.clone(), move |tx| {
            workflow::signals::cancel_question(tx, &permit, &sources, signal, expected, question)
        })
        .await?;
    Ok(versioned(detail))
}
