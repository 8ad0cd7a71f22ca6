//! Organisations of an authority.

use actix_web::{get, web};
use policy::ListOrganisations;
use shared::organisation::Organisation;
use shared::page::Page;
use workflow::people;

use crate::http::input::Paging;
use crate::http::{ApiProblem, App, Params, Permitted, Refusals};

/// Lists organisations by name.
///
/// Those of the authorities in which the caller works.
#[utoipa::path(
    tag = "Organisations",
    operation_id = "listOrganisations",
    params(
        ("pageSize" = Option<u32>, Query, description = "Rows per page, 1 to 100"),
        ("after" = Option<String>, Query, description = "`next` of the page before"),
    ),
    responses((status = 200, body = Page<Organisation>), Refusals),
    security(("Bearer" = []))
)]
#[get("/organisations")]
pub(crate) async fn list_organisations(
    permit: Permitted<ListOrganisations>,
    app: App,
    Params(paging): Params<Paging>,
) -> Result<web::Json<Page<Organisation>>, ApiProblem> {
    let after = paging.cursor(|cursor| cursor.parse().ok())?;
    let permit = permit.permit();
    let scope = permit.scope().clone();
    let read =
        move |tx: &mut storage::Tx<'_>| people::list_organisations(tx, &permit, after, paging.size);
    Ok(web::Json(app.db.read(&scope, read).await?))
}
