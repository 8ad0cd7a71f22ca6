//! Signing in over HTTP, one operation a file. The refresh token travels in a cookie that scripts cannot read, the
//! access token in the body; only these operations ever look at the cookie.

mod add_passkey;
mod ask_passkey;
mod ask_sign_in_link;
mod begin_passkey;
mod browser_mark;
mod confirm_sign_in;
mod end_provider_login;
mod join_as_provider;
mod list_my_passkeys;
mod list_provider_logins;
mod passkeys;
mod passwords;
mod refresh_login;
mod refresh_provider_login;
mod remove_passkey;
mod same_origin;
mod sign_in;
mod sign_out;
mod use_passkey;
mod use_sign_in_link;
mod wipe_provider_login;

use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::header::LOCATION;
use actix_web::{HttpRequest, HttpResponse};
use identity::refresh::RefreshToken;
use shared::codes::LoginRights;
use shared::sign_in::LoginTokens;
use workflow::doors::{SignedIn, access_token};

use crate::http::{ApiProblem, App};
use crate::operations::Register;

pub(crate) use passwords::{check, hash};

/// `__Host-`: browsers take it only over TLS, for this host alone, for every path.
const COOKIE: &str = "__Host-rt";
/// A provider's, beside it: who works at the desk and signs in on the phone page of the same browser stays both, and
/// neither page ever gets a token with the other's rights.
const PROVIDER_COOKIE: &str = "__Host-prt";

/// Name of the cookie of a login with these rights.
const fn name(rights: LoginRights) -> &'static str {
    match rights {
        LoginRights::Staff => COOKIE,
        LoginRights::Provider => PROVIDER_COOKIE,
    }
}

pub(crate) fn operations(config: &mut impl Register) {
    config
        .service(sign_in::sign_in)
        .service(refresh_login::refresh_login)
        .service(sign_out::sign_out)
        .service(ask_sign_in_link::ask_sign_in_link)
        .service(use_sign_in_link::use_sign_in_link)
        .service(confirm_sign_in::confirm_sign_in)
        .service(refresh_provider_login::refresh_provider_login)
        .service(end_provider_login::end_provider_login)
        .service(ask_passkey::ask_passkey)
        .service(use_passkey::use_passkey)
        .service(begin_passkey::begin_passkey)
        .service(add_passkey::add_passkey)
        .service(list_my_passkeys::list_my_passkeys)
        .service(remove_passkey::remove_passkey)
        .service(join_as_provider::join_as_provider)
        .service(list_provider_logins::list_provider_logins)
        .service(wipe_provider_login::wipe_provider_login);
}

/// Somebody just signed in: 201 with the access token, and the cookie.
pub(crate) fn began(app: &App, signed_in: &SignedIn) -> Result<HttpResponse, ApiProblem> {
    let tokens = tokens(app, signed_in)?;
    Ok(HttpResponse::Created()
        .insert_header((LOCATION, "/api/v1/me"))
        .cookie(cookie(app, signed_in))
        .json(tokens))
}

/// A provider just signed in: 200 with the access token, and the cookie.
fn entered(app: &App, signed_in: &SignedIn) -> Result<HttpResponse, ApiProblem> {
    app.forget_memberships(signed_in.user);
    let tokens = tokens(app, signed_in)?;
    Ok(HttpResponse::Ok()
        .cookie(cookie(app, signed_in))
        .json(tokens))
}

fn tokens(app: &App, signed_in: &SignedIn) -> Result<LoginTokens, ApiProblem> {
    let audience = app.config.public_base_url();
    let tokens = access_token(&app.sources, &audience, signed_in)?;
    Ok(tokens)
}

fn cookie(app: &App, signed_in: &SignedIn) -> Cookie<'static> {
    let life = signed_in.ends_at.since(app.sources.now());
    built(
        name(signed_in.rights),
        signed_in.refresh.reveal(),
        Duration::seconds(life.num_seconds()),
    )
}

/// Takes the cookie away.
fn no_cookie(rights: LoginRights) -> Cookie<'static> {
    built(name(rights), String::new(), Duration::ZERO)
}

fn built(name: &'static str, value: String, life: Duration) -> Cookie<'static> {
    Cookie::build(name, value)
        .path("/")
        .secure(true)
        .http_only(true)
        .same_site(SameSite::Strict)
        .max_age(life)
        .finish()
}

/// The refresh token that a request brought.
fn presented(request: &HttpRequest, rights: LoginRights) -> Option<RefreshToken> {
    let cookie = request.cookie(name(rights))?;
    RefreshToken::parse(cookie.value())
}
