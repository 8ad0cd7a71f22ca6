//! A provider says that one of her devices is lost.

use actix_web::{HttpResponse, post, web};
use policy::WipeProviderLogin;
use shared::id::LoginId;
use workflow::doors;

use crate::http::{ApiProblem, App, Permitted, Refusals};

/// Ends a login of one's own, and asks that its device forgets everything.
///
/// The device is told when it next comes with its cookie (`refreshProviderLogin`); one that never comes, or has no network,
/// keeps what it has, encrypted. Asking twice is no error.
#[utoipa::path(
    tag = "Logins",
    operation_id = "wipeProviderLogin",
    params(("loginId" = LoginId, Path, description = "Id of the login")),
    responses((status = 204), Refusals),
    security(("Bearer" = []))
)]
#[post("/providerLogins/{loginId}/wipe")]
pub(crate) async fn wipe_provider_login(
    permit: Permitted<WipeProviderLogin>,
    app: App,
    path: web::Path<LoginId>,
) -> Result<HttpResponse, ApiProblem> {
    let login = path.into_inner();
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let held = permit.clone();
    let work =
        move |tx: &mut storage::Tx<'_>| doors::wipe_provider_login(tx, &permit, &sources, login);
    app.db.write(&held, work).await?;
    app.poll_revocations().await?;
    Ok(HttpResponse::NoContent().finish())
}
