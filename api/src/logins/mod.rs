//! Signing in over HTTP, one operation a file. The refresh token travels in a cookie that scripts cannot read, the
//! access token in the body; only these operations ever look at the cookie.

mod passwords;
mod refresh_login;
mod same_origin;
mod sign_in;
mod sign_out;

use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::header::LOCATION;
use actix_web::{HttpRequest, HttpResponse};
use identity::refresh::RefreshToken;
use shared::sign_in::LoginTokens;
use workflow::doors::{SignedIn, access_token};

use crate::http::{ApiProblem, App};
use crate::operations::Register;

pub(crate) use passwords::{check, hash};

/// `__Host-`: browsers take it only over TLS, for this host alone, for every path.
const COOKIE: &str = "__Host-rt";

pub(crate) fn operations(config: &mut impl Register) {
    config
        .service(sign_in::sign_in)
        .service(refresh_login::refresh_login)
        .service(sign_out::sign_out);
}

/// Somebody just signed in: 201 with the access token, and the cookie.
pub(crate) fn began(app: &App, signed_in: &SignedIn) -> Result<HttpResponse, ApiProblem> {
    let tokens = tokens(app, signed_in)?;
    Ok(HttpResponse::Created()
        .insert_header((LOCATION, "/api/v1/me"))
        .cookie(cookie(app, signed_in))
        .json(tokens))
}

fn tokens(app: &App, signed_in: &SignedIn) -> Result<LoginTokens, ApiProblem> {
    let audience = app.config.public_base_url();
    let tokens = access_token(&app.sources, &audience, signed_in.user, signed_in.login)?;
    Ok(tokens)
}

fn cookie(app: &App, signed_in: &SignedIn) -> Cookie<'static> {
    let life = signed_in.ends_at.since(app.sources.now());
    built(
        signed_in.refresh.reveal(),
        Duration::seconds(life.num_seconds()),
    )
}

/// Takes the cookie away.
fn no_cookie() -> Cookie<'static> {
    built(String::new(), Duration::ZERO)
}

fn built(value: String, life: Duration) -> Cookie<'static> {
    Cookie::build(COOKIE, value)
        .path("/")
        .secure(true)
        .http_only(true)
        .same_site(SameSite::Strict)
        .max_age(life)
        .finish()
}

/// The refresh token that a request brought.
fn presented(request: &HttpRequest) -> Option<RefreshToken> {
    let cookie = request.cookie(COOKIE)?;
    RefreshToken::parse(cookie.value())
}
