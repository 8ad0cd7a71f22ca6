//! A processor asks what the signals of an issue say.

use actix_web::{get, web};
use policy::GetSummary;
use shared::analysis::Summary;
use shared::id::IssueId;

use crate::http::{ApiProblem, App, Permitted, Refusals};

/// Sums up the signals of an issue in three to five sentences of their own, each with its signal: nothing is made up.
///
/// The most central signal comes first, later ones tell something else (maximal marginal relevance on the vectors of
/// `model`). Empty while no model looked at the signals. That somebody read the sentences is written to the log.
#[utoipa::path(
    tag = "Issues",
    operation_id = "getSummary",
    params(("issueId" = IssueId, Path, description = "Public id of the issue")),
    responses((status = 200, body = Summary), Refusals),
    security(("Bearer" = []))
)]
#[get("/issues/{issueId}/summary")]
pub(crate) async fn get_summary(
    permit: Permitted<GetSummary>,
    app: App,
    path: web::Path<IssueId>,
) -> Result<web::Json<Summary>, ApiProblem> {
    let issue = path.into_inner();
    let permit = permit.permit();
    let (scope, reader) = (permit.scope().clone(), permit.clone());
    let (authority, summary) = app
        .db
        .read(&scope, move |tx| {
            workflow::analysis::get_summary(tx, &permit, issue)
        })
        .await?;
    let slug = app.sources.slug(authority);
    for quote in &summary.quotes {
        app.note_reading(&reader, &slug, &quote.signal.to_string());
    }
    Ok(web::Json(summary))
}
