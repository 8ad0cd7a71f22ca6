//! A page asks for the next access token.

use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, ResponseError, post};
use policy::{Operation, Permit, RefreshLogin};
use shared::codes::LoginRights;
use shared::problem::{Code, Problem};
use shared::sign_in::LoginTokens;
use workflow::doors::{self, Renewed};

use super::same_origin::SameOrigin;
use super::{cookie, no_cookie, presented, tokens};
use crate::http::{ApiProblem, App, Permitted, Refusals};

/// Renews a login by its cookie; the cookie is replaced.
///
/// A refresh token is good for one use, and the one before it for thirty seconds more, so that a lost answer or a second
/// tab ends nothing. An older one ends the login: somebody has a copy.
#[utoipa::path(
    tag = "Logins",
    operation_id = "refreshLogin",
    responses((status = 200, body = LoginTokens), Refusals)
)]
#[post("/logins/refresh")]
pub(crate) async fn refresh_login(
    permit: Permitted<RefreshLogin>,
    app: App,
    request: HttpRequest,
    _ours: SameOrigin,
) -> Result<HttpResponse, ApiProblem> {
    renew(permit.permit(), app, &request, LoginRights::Staff).await
}

/// Renews the login of the cookie of this kind.
pub(super) async fn renew<A: Operation>(
    permit: Permit<A>,
    app: App,
    request: &HttpRequest,
    rights: LoginRights,
) -> Result<HttpResponse, ApiProblem> {
    let token = presented(request, rights).ok_or(Code::NoAccessToken)?;
    let (sources, held) = (app.sources.clone(), permit.clone());
    let work =
        move |tx: &mut storage::Tx<'_>| doors::refresh_login(tx, &permit, &sources, rights, &token);
    match app.db.write(&held, work).await? {
        Renewed::Login(login) => Ok(HttpResponse::Ok()
            .cookie(cookie(&app, &login))
            .json(tokens(&app, &login)?)),
        Renewed::Over => over(rights, &ApiProblem::new(Code::InvalidAccessToken)),
        Renewed::Lost => lost(rights),
    }
}

/// The device is lost: what it keeps goes, by its own hand and, where that is an old one, by its browser's.
fn lost(rights: LoginRights) -> Result<HttpResponse, ApiProblem> {
    let problem = Problem {
        wipe: true,
        ..Problem::new(Code::InvalidAccessToken)
    };
    let mut answer = over(rights, &ApiProblem(problem))?;
    let everything = HeaderValue::from_static(r#""cache", "cookies", "storage""#);
    answer
        .headers_mut()
        .insert(HeaderName::from_static("clear-site-data"), everything);
    Ok(answer)
}

/// The login is over: 401, and the cookie goes.
fn over(rights: LoginRights, problem: &ApiProblem) -> Result<HttpResponse, ApiProblem> {
    let mut answer = problem.error_response();
    answer
        .add_cookie(&no_cookie(rights))
        .map_err(|error| crate::http::problem::unexpected(&error))?;
    Ok(answer)
}
