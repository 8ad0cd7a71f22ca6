//! Who is owed an answer.

use actix_web::{get, web};
use policy::ListFeedback;
use shared::feedback::FeedbackBatch;
use shared::page::Page;
use workflow::feedback::{self, PageOf};

use crate::http::input::Paging;
use crate::http::{ApiProblem, App, Params, Permitted, Refusals};

/// Lists what providers are owed, batch by batch, the longest waiting first.
///
/// A batch holds everybody who is owed the same answer: one line, one text, one button. Until somebody writes its text,
/// the template stands there.
#[utoipa::path(
    tag = "Feedback",
    operation_id = "listFeedback",
    params(
        ("pageSize" = Option<u32>, Query, description = "Rows per page, 1 to 100"),
        ("after" = Option<String>, Query, description = "`next` of the page before"),
    ),
    responses((status = 200, body = Page<FeedbackBatch>), Refusals),
    security(("Bearer" = []))
)]
#[get("/feedback")]
pub(crate) async fn list_feedback(
    permit: Permitted<ListFeedback>,
    app: App,
    Params(paging): Params<Paging>,
) -> Result<web::Json<Page<FeedbackBatch>>, ApiProblem> {
    let page = PageOf {
        after: paging.cursor(feedback::after)?,
        size: paging.size,
    };
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let scope = permit.scope().clone();
    let page = app
        .db
        .read(&scope, move |tx| {
            feedback::list_feedback(tx, &permit, &sources, page)
        })
        .await?;
    Ok(web::Json(page))
}
