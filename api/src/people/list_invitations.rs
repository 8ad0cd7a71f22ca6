//! Invitations that wait.

use actix_web::{get, web};
use policy::ListInvitations;
use shared::page::Page;
use shared::person::Invitation;
use workflow::people;

use crate::http::input::Paging;
use crate::http::{ApiProblem, App, Params, Permitted, Refusals};

/// Lists invitations that can still be accepted, newest first. Their links are not shown again.
///
/// An invitation can be accepted once, until `expiresOn`. Used, revoked and expired ones are not listed.
#[utoipa::path(
    tag = "People",
    operation_id = "listInvitations",
    params(
        ("pageSize" = Option<u32>, Query, description = "Rows per page, 1 to 100"),
        ("after" = Option<String>, Query, description = "`next` of the page before"),
    ),
    responses((status = 200, body = Page<Invitation>), Refusals),
    security(("Bearer" = []))
)]
#[get("/invitations")]
pub(crate) async fn list_invitations(
    permit: Permitted<ListInvitations>,
    app: App,
    Params(paging): Params<Paging>,
) -> Result<web::Json<Page<Invitation>>, ApiProblem> {
    let after = paging.cursor(|cursor| cursor.parse().ok())?;
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let scope = permit.scope().clone();
    let read = move |tx: &mut storage::Tx<'_>| {
        people::list_invitations(tx, &permit, &sources, after, paging.size)
    };
    Ok(web::Json(app.db.read(&scope, read).await?))
}
