//! A provider signs out.

use actix_web::{HttpRequest, HttpResponse, post};
use policy::EndProviderLogin;
use shared::codes::LoginRights;

use super::same_origin::SameOrigin;
use super::sign_out::end;
use crate::http::{ApiProblem, App, Permitted, Refusals};

/// Ends a provider's login. Signing out twice is no error.
///
/// As `signOut`, with cookie `__Host-prt`.
#[utoipa::path(
    tag = "Logins",
    operation_id = "endProviderLogin",
    responses((status = 204), Refusals)
)]
#[post("/providerLogins/end")]
pub(crate) async fn end_provider_login(
    permit: Permitted<EndProviderLogin>,
    app: App,
    request: HttpRequest,
    _ours: SameOrigin,
) -> Result<HttpResponse, ApiProblem> {
    end(permit.permit(), app, &request, LoginRights::Provider).await
}
