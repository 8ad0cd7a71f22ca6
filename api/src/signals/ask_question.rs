//! A processor asks the provider something.

use actix_web::{post, web};
use policy::AskQuestion;
use shared::id::SignalId;
use shared::question::NoteDraft;
use shared::signal::SignalDetail;

use super::versioned;
use crate::http::{ApiProblem, App, Expected, Input, Permitted, Refusals, Versioned};

/// Asks the provider a question, by way of the receipt: nobody learns who it is.
///
/// 1 to 1,000 characters, without names. The provider reads it with the follow-up code or in the account; the promised
/// day keeps running. `wrongState` when the signal has ended.
#[utoipa::path(
    tag = "Signals",
    operation_id = "askQuestion",
    params(
        ("signalId" = SignalId, Path, description = "Public id of the signal"),
    ),
    request_body(content = NoteDraft, example = json!({"text": "In welke wijk ziet u dit het vaakst?"})),
    responses((status = 200, body = SignalDetail), Refusals),
    security(("Bearer" = []))
)]
#[post("/signals/{signalId}/questions")]
pub(crate) async fn ask_question(
    permit: Permitted<AskQuestion>,
    app: App,
    path: web::Path<SignalId>,
    Expected(expected): Expected,
    draft: Input<NoteDraft>,
) -> Result<Versioned<SignalDetail>, ApiProblem> {
    let signal = path.into_inner();
    let question = draft.value.parse()?;
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let detail = app
        .db
        .write(&permit.clone(), move |tx| {
            workflow::signals::ask_question(tx, &permit, &sources, signal, expected, &question)
        })
        .await?;
    Ok(versioned(detail))
}
