//! The QR code of an entry link, for a poster.

use actix_web::{HttpResponse, get, web};
use policy::GetEntryLinkQr;
use shared::id::EntryLinkId;
use workflow::doors;

use crate::http::{ApiProblem, App, Permitted, Refusals};

/// The QR code of an entry link as SVG, black on white with its quiet zone.
///
/// It holds the same address as the link itself, with the token in the fragment, which browsers never send to a server.
#[utoipa::path(
    tag = "EntryLinks",
    operation_id = "getEntryLinkQr",
    params(("entryLinkId" = EntryLinkId, Path, description = "Id of the entry link")),
    responses((status = 200, body = String, content_type = "image/svg+xml"), Refusals),
    security(("Bearer" = []))
)]
#[get("/entryLinks/{entryLinkId}/qr")]
pub(crate) async fn get_entry_link_qr(
    permit: Permitted<GetEntryLinkQr>,
    app: App,
    path: web::Path<EntryLinkId>,
) -> Result<HttpResponse, ApiProblem> {
    let link = path.into_inner();
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let (scope, base) = (permit.scope().clone(), app.config.public_base_url());
    let read = move |tx: &mut storage::Tx<'_>| {
        doors::get_entry_link_qr(tx, &permit, &sources, &base, link)
    };
    let svg = app.db.read(&scope, read).await?;
    Ok(HttpResponse::Ok().content_type("image/svg+xml").body(svg))
}
