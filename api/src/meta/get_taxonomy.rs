//! Themes, tags, target groups and sectors of an authority.

use actix_web::{get, web};
use policy::GetTaxonomy;
use shared::problem::Code;
use shared::taxonomy::Taxonomy;

use crate::http::{ApiProblem, App, Permitted, Refusals, Versioned};

/// Shows the newest taxonomy of an authority, with labels in four languages.
///
/// Codes never change their meaning; what is out of use stays in the list so that old signals keep their labels. `ETag`
/// is its revision, which grows with every change.
#[utoipa::path(
    tag = "Meta",
    operation_id = "getTaxonomy",
    params(("slug" = String, Path, description = "Name of the authority in addresses", example = "linde")),
    responses((status = 200, body = Taxonomy), Refusals),
    security(())
)]
#[get("/authorities/{slug}/taxonomy")]
pub(crate) async fn get_taxonomy(
    _permit: Permitted<GetTaxonomy>,
    app: App,
    slug: web::Path<String>,
) -> Result<Versioned<Taxonomy>, ApiProblem> {
    let authority = app
        .sources
        .directory
        .by_slug(&slug)
        .ok_or(Code::ResourceNotFound)?;
    let taxonomy = app.taxonomy(authority.id).await?;
    Ok(Versioned {
        version: u64::from(taxonomy.revision),
        body: Taxonomy::clone(&taxonomy),
    })
}
