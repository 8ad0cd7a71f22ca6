//! Somebody removes an own passkey.

use actix_web::{HttpResponse, delete, web};
use policy::RemovePasskey;
use shared::id::PasskeyId;
use shared::problem::Code;
use workflow::doors;

use crate::http::{ApiProblem, App, Permitted, Refusals};

/// Removes an own passkey. It opens nothing from now on.
///
/// Every other login of this person ends within ten seconds, in case somebody found the device.
#[utoipa::path(
    tag = "Logins",
    operation_id = "removePasskey",
    params(("passkeyId" = PasskeyId, Path, description = "Id of the passkey")),
    responses((status = 204), Refusals),
    security(("Bearer" = []))
)]
#[delete("/myPasskeys/{passkeyId}")]
pub(crate) async fn remove_passkey(
    permit: Permitted<RemovePasskey>,
    app: App,
    path: web::Path<PasskeyId>,
) -> Result<HttpResponse, ApiProblem> {
    let passkey = path.into_inner();
    let login = permit.staff.as_ref().map(|staff| staff.login);
    let login = login.ok_or(Code::NoAccessToken)?;
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let held = permit.clone();
    let work = move |tx: &mut storage::Tx<'_>| {
        doors::remove_passkey(tx, &permit, &sources, login, passkey)
    };
    app.db.write(&held, work).await?;
    app.poll_revocations().await?;
    Ok(HttpResponse::NoContent().finish())
}
