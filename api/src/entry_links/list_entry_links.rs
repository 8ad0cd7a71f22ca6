//! Entry links of an authority.

use actix_web::{get, web};
use policy::ListEntryLinks;
use shared::entry_link::EntryLink;
use shared::page::Page;
use workflow::doors;

use crate::http::input::Paging;
use crate::http::{ApiProblem, App, Params, Permitted, Refusals};

/// Lists entry links, newest first, also those that ended.
///
/// Each shows its address, so that a poster can be printed again. A link that ended shows when: `revokedOn`, or
/// `expiresOn` in the past.
#[utoipa::path(
    tag = "EntryLinks",
    operation_id = "listEntryLinks",
    params(
        ("pageSize" = Option<u32>, Query, description = "Rows per page, 1 to 100"),
        ("after" = Option<String>, Query, description = "`next` of the page before"),
    ),
    responses((status = 200, body = Page<EntryLink>), Refusals),
    security(("Bearer" = []))
)]
#[get("/entryLinks")]
pub(crate) async fn list_entry_links(
    permit: Permitted<ListEntryLinks>,
    app: App,
    Params(paging): Params<Paging>,
) -> Result<web::Json<Page<EntryLink>>, ApiProblem> {
    let after = paging.cursor(doors::after)?;
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let (scope, base) = (permit.scope().clone(), app.config.public_base_url());
    let read = move |tx: &mut storage::Tx<'_>| {
        doors::list_entry_links(tx, &permit, &sources, &base, after, paging.size)
    };
    Ok(web::Json(app.db.read(&scope, read).await?))
}
