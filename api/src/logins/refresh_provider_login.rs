//! A phone asks for the next access token.

use actix_web::{HttpRequest, HttpResponse, post};
use policy::RefreshProviderLogin;
use shared::codes::LoginRights;
use shared::sign_in::LoginTokens;

use super::refresh_login::renew;
use super::same_origin::SameOrigin;
use crate::http::{ApiProblem, App, Permitted, Refusals};

/// Renews a provider's login by its cookie; the cookie is replaced.
///
/// As `refreshLogin`, with cookie `__Host-prt`: idle for 30 days, at most 180. Its tokens have the rights of a provider
/// alone, whatever roles the person has besides.
///
/// 401 with `wipe: true` and `Clear-Site-Data`: the owner said on another device that this one is lost
/// (`wipeProviderLogin`), and it forgets everything.
#[utoipa::path(
    tag = "Logins",
    operation_id = "refreshProviderLogin",
    responses((status = 200, body = LoginTokens), Refusals)
)]
#[post("/providerLogins/refresh")]
pub(crate) async fn refresh_provider_login(
    permit: Permitted<RefreshProviderLogin>,
    app: App,
    request: HttpRequest,
    _ours: SameOrigin,
) -> Result<HttpResponse, ApiProblem> {
    renew(permit.permit(), app, &request, LoginRights::Provider).await
}
