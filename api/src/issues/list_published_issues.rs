//! What an authority shows of its issues to everybody.

use actix_web::{get, web};
use policy::{ListPublishedIssues, Scope};
use shared::issue::PublishedIssue;
use shared::page::Page;
use shared::problem::Code;

use crate::http::{ApiProblem, App, Permitted, Refusals};

/// Shows the published issues of an authority, the latest published first; 200 at most.
///
/// Neutral words that the lead processor released, without counts of signals or providers. Phones keep them, to tell
/// without network that a text resembles one. The page `/{slug}/` of the authority shows the same with what is done about it, and so do its
/// feeds `/{slug}/feed.atom` (RFC 4287) and `/{slug}/feed.json` (JSON Feed 1.1).
#[utoipa::path(
    tag = "Meta",
    operation_id = "listPublishedIssues",
    params(("slug" = String, Path, description = "Name of the authority in addresses", example = "linde")),
    responses((status = 200, body = Page<PublishedIssue>), Refusals),
    security(())
)]
#[get("/authorities/{slug}/issues")]
pub(crate) async fn list_published_issues(
    _permit: Permitted<ListPublishedIssues>,
    app: App,
    slug: web::Path<String>,
) -> Result<web::Json<Page<PublishedIssue>>, ApiProblem> {
    let authority = app
        .sources
        .directory
        .by_slug(&slug)
        .ok_or(Code::ResourceNotFound)?;
    let (sources, id) = (app.sources.clone(), authority.id);
    let issues = app
        .db
        .read(&Scope::looking_up(id), move |tx| {
            workflow::issues::list_published_issues(tx, &sources, id)
        })
        .await?;
    Ok(web::Json(Page::whole(issues)))
}
