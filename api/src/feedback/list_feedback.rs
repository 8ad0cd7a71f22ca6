//! Who is owed an answer.

use actix_web::{get, web};
use policy::ListFeedback;
use shared::feedback::FeedbackBatch;
use shared::page::Page;

use crate::http::{ApiProblem, App, Permitted, Refusals};

/// Lists what providers are owed, batch by batch, the longest waiting first.
///
/// A batch holds everybody who is owed the same answer: one line, one text, one button. Until somebody writes its text,
/// the template stands there.
#[utoipa::path(
    tag = "Feedback",
    operation_id = "listFeedback",
    responses((status = 200, body = Page<FeedbackBatch>), Refusals),
    security(("Bearer" = []))
)]
#[get("/feedback")]
pub(crate) async fn list_feedback(
    permit: Permitted<ListFeedback>,
    app: App,
) -> Result<web::Json<Page<FeedbackBatch>>, ApiProblem> {
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let scope = permit.scope().clone();
    let batches = app
        .db
        .read(&scope, move |tx| {
            workflow::feedback::list_feedback(tx, &permit, &sources)
        })
        .await?;
    Ok(web::Json(Page::whole(batches)))
}
