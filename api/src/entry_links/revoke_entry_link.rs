//! An entry link ends.

use actix_web::{HttpResponse, delete, web};
use policy::RevokeEntryLink;
use shared::id::EntryLinkId;
use workflow::doors;

use crate::http::{ApiProblem, App, Permitted, Refusals};

/// Ends an entry link for good; phones keep what was typed and ask for a new one.
///
/// It opens nothing within ten seconds, on every instance; signals that came in by it stay. Revoking twice is no error.
#[utoipa::path(
    tag = "EntryLinks",
    operation_id = "revokeEntryLink",
    params(("entryLinkId" = EntryLinkId, Path, description = "Id of the entry link")),
    responses((status = 204), Refusals),
    security(("Bearer" = []))
)]
#[delete("/entryLinks/{entryLinkId}")]
pub(crate) async fn revoke_entry_link(
    permit: Permitted<RevokeEntryLink>,
    app: App,
    path: web::Path<EntryLinkId>,
) -> Result<HttpResponse, ApiProblem> {
    let link = path.into_inner();
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let held = permit.clone();
    let work =
        move |tx: &mut storage::Tx<'_>| doors::revoke_entry_link(tx, &permit, &sources, link);
    app.db.write(&held, work).await?;
    app.forget_entry_links();
    Ok(HttpResponse::NoContent().finish())
}
