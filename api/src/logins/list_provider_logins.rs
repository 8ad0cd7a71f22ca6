//! A provider sees on which devices she is signed in.

use actix_web::{get, web};
use policy::ListProviderLogins;
use shared::page::Page;
use shared::problem::Code;
use shared::sign_in::ProviderLogin;
use workflow::doors;

use crate::http::{ApiProblem, App, Permitted, Refusals};

/// Lists the devices on which somebody is signed in as a provider, the newest first.
///
/// Nothing is known of a device but the days on which it signed in and was last used. One that has to forget everything
/// stays in the list until its login would have ended.
#[utoipa::path(
    tag = "Logins",
    operation_id = "listProviderLogins",
    responses((status = 200, body = Page<ProviderLogin>), Refusals),
    security(("Bearer" = []))
)]
#[get("/providerLogins")]
pub(crate) async fn list_provider_logins(
    permit: Permitted<ListProviderLogins>,
    app: App,
) -> Result<web::Json<Page<ProviderLogin>>, ApiProblem> {
    let own = permit.staff.as_ref().ok_or(Code::NoAccessToken)?.login;
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let scope = permit.scope().clone();
    let read =
        move |tx: &mut storage::Tx<'_>| doors::list_provider_logins(tx, &permit, &sources, own);
    Ok(web::Json(Page {
        items: app.db.read(&scope, read).await?,
        next: None,
        total: None,
    }))
}
