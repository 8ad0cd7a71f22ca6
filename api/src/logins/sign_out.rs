//! Somebody signs out.

use actix_web::{HttpRequest, HttpResponse, post};
use policy::SignOut;
use workflow::doors;

use super::same_origin::SameOrigin;
use super::{no_cookie, presented};
use crate::http::{ApiProblem, App, Permitted, Refusals};

/// Ends the login of the cookie. Signing out twice is no error.
///
/// Access tokens of this login end within ten seconds; the cookie is taken away. Only pages of this server may ask
/// (`Sec-Fetch-Site` or `Origin`), else 403.
#[utoipa::path(
    tag = "Logins",
    operation_id = "signOut",
    responses((status = 204), Refusals)
)]
#[post("/logins/end")]
pub(crate) async fn sign_out(
    permit: Permitted<SignOut>,
    app: App,
    request: HttpRequest,
    _ours: SameOrigin,
) -> Result<HttpResponse, ApiProblem> {
    if let Some(token) = presented(&request) {
        let (sources, permit) = (app.sources.clone(), permit.permit());
        let held = permit.clone();
        let work = move |tx: &mut storage::Tx<'_>| doors::sign_out(tx, &permit, &sources, &token);
        app.db.write(&held, work).await?;
        app.poll_revocations().await?;
    }
    Ok(HttpResponse::NoContent().cookie(no_cookie()).finish())
}
