//! A provider answers a question.

use actix_web::{HttpRequest, post, web};
use policy::AnswerQuestion;
use shared::id::QuestionId;
use shared::question::NoteDraft;
use shared::timeline::{ByReceipt, Timeline};

use super::{in_body, noting_misses};
use crate::http::{ApiProblem, App, Input, Permitted, Refusals};

/// Answers a question of a processor.
///
/// The follow-up code stands in the body, never in an address.
#[utoipa::path(
    tag = "Receipts",
    operation_id = "answerQuestion",
    params(("questionId" = QuestionId, Path, description = "Id of the question")),
    request_body(content = ByReceipt<NoteDraft>, example = json!({
        "receipt": "KX7Q-2M9T-P4HD-V6RB",
        "body": {"text": "Vooral in de Vaartwijk, sinds de zomer."}
    })),
    responses((status = 200, body = Timeline), Refusals),
    security(())
)]
#[post("/receipts/answers/{questionId}")]
pub(crate) async fn answer_question(
    permit: Permitted<AnswerQuestion>,
    app: App,
    request: HttpRequest,
    path: web::Path<QuestionId>,
    draft: Input<ByReceipt<NoteDraft>>,
) -> Result<web::Json<Timeline>, ApiProblem> {
    let ByReceipt { receipt, body } = draft.value;
    let question = path.into_inner();
    let answer = body.parse().map_err(in_body)?;
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let done = app
        .db
        .write(&permit.clone(), move |tx| {
            workflow::signals::answer_question(tx, &permit, &sources, &receipt, question, &answer)
        })
        .await;
    let timeline = noting_misses(&app, &request, done)?;
    Ok(web::Json(timeline))
}
