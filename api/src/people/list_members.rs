//! Members of an authority.

use actix_web::{get, web};
use policy::ListMembers;
use shared::page::Page;
use shared::person::Member;
use workflow::people;

use crate::http::input::Paging;
use crate::http::{ApiProblem, App, Params, Permitted, Refusals};

/// Lists members, also former ones, in the order in which they joined.
///
/// Former members have `endedOn`. Pages are keyed: pass `next` as `after`.
#[utoipa::path(
    tag = "People",
    operation_id = "listMembers",
    params(
        ("pageSize" = Option<u32>, Query, description = "Rows per page, 1 to 100"),
        ("after" = Option<String>, Query, description = "`next` of the page before"),
    ),
    responses((status = 200, body = Page<Member>), Refusals),
    security(("Bearer" = []))
)]
#[get("/members")]
pub(crate) async fn list_members(
    permit: Permitted<ListMembers>,
    app: App,
    Params(paging): Params<Paging>,
) -> Result<web::Json<Page<Member>>, ApiProblem> {
    let after = paging.cursor(|cursor| cursor.parse().ok())?;
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let scope = permit.scope().clone();
    let read = move |tx: &mut storage::Tx<'_>| {
        people::list_members(tx, &permit, &sources, after, paging.size)
    };
    Ok(web::Json(app.db.read(&scope, read).await?))
}
