//! Somebody signs out.

use actix_web::{HttpRequest, HttpResponse, post};
use policy::{Operation, Permit, SignOut};
use shared::codes::LoginRights;
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
    end(permit.permit(), app, &request, LoginRights::Staff).await
}

/// Ends the login of the cookie of this kind.
pub(super) async fn end<A: Operation>(
    permit: Permit<A>,
    app: App,
    request: &HttpRequest,
    rights: LoginRights,
) -> Result<HttpResponse, ApiProblem> {
    if let Some(token) = presented(request, rights) {
        let (sources, held) = (app.sources.clone(), permit.clone());
        let work =
            move |tx: &mut storage::Tx<'_>| doors::sign_out(tx, &permit, &sources, rights, &token);
        app.db.write(&held, work).await?;
        app.poll_revocations().await?;
    }
    Ok(HttpResponse::NoContent().cookie(no_cookie(rights)).finish())
}
