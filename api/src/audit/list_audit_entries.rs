//! Who did what.

use actix_web::{get, web};
use policy::ListAuditEntries;
use shared::audit::AuditEntry;
use shared::page::Page;
use workflow::audit;

use crate::http::input::Paging;
use crate::http::{ApiProblem, App, Params, Permitted, Refusals};

/// Lists what was done and refused, newest first: never what it said, and of providers the day alone.
///
/// One entry per use of a right, and per refusal of somebody known. Staff are named by membership, times are to the
/// second; entries of providers hold the day and nobody. Pages are keyed: pass `next` as `after`.
#[utoipa::path(
    tag = "Audit",
    operation_id = "listAuditEntries",
    params(
        ("pageSize" = Option<u32>, Query, description = "Rows per page, 1 to 100"),
        ("after" = Option<String>, Query, description = "`next` of the page before"),
    ),
    responses((status = 200, body = Page<AuditEntry>), Refusals),
    security(("Bearer" = []))
)]
#[get("/audit")]
pub(crate) async fn list_audit_entries(
    permit: Permitted<ListAuditEntries>,
    app: App,
    Params(paging): Params<Paging>,
) -> Result<web::Json<Page<AuditEntry>>, ApiProblem> {
    let after = paging.cursor(|cursor| cursor.parse().ok())?;
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let scope = permit.scope().clone();
    let read = move |tx: &mut storage::Tx<'_>| {
        audit::list_audit_entries(tx, &permit, &sources, after, paging.size)
    };
    Ok(web::Json(app.db.read(&scope, read).await?))
}
