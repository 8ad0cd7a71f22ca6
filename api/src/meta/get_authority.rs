//! One authority, as everybody may see it.

use actix_web::{get, web};
use policy::GetAuthority;
use shared::authority::Authority;
use shared::problem::Code;

use crate::http::{ApiProblem, App, Permitted, Refusals};

/// Shows an authority: name, languages, answer term, places, who helps one person now.
///
/// `answerTermDays` counts calendar days; a promised day moves to the next working day. Anybody may read it: it holds
/// nothing but what the public page shows.
#[utoipa::path(
    tag = "Meta",
    operation_id = "getAuthority",
    params(("slug" = String, Path, description = "Name of the authority in addresses", example = "linde")),
    responses((status = 200, body = Authority), Refusals),
    security(())
)]
#[get("/authorities/{slug}")]
pub(crate) async fn get_authority(
    _permit: Permitted<GetAuthority>,
    app: App,
    slug: web::Path<String>,
) -> Result<web::Json<Authority>, ApiProblem> {
    let authority = app
        .sources
        .directory
        .by_slug(&slug)
        .ok_or(Code::ResourceNotFound)?;
    Ok(web::Json(Authority::clone(&authority)))
}
