//! Headers that change what a request means.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::IF_MATCH;
use actix_web::{FromRequest, HttpRequest};
use shared::id::IdempotencyKey;
use shared::problem::Code;

use super::problem::ApiProblem;

/// The version that the client saw (`If-Match: "7"`); without it a write could undo somebody else's.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Expected(pub(crate) u64);

impl FromRequest for Expected {
    type Error = ApiProblem;
    type Future = Ready<Result<Self, ApiProblem>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        ready(expected(request))
    }
}

fn expected(request: &HttpRequest) -> Result<Expected, ApiProblem> {
    let Some(header) = request.headers().get(IF_MATCH) else {
        let remedy =
            "send the ETag of the version that you saw as If-Match, such as If-Match: \"7\"";
        return Err(ApiProblem::detail(Code::MissingPrecondition, remedy));
    };
    let version = header
        .to_str()
        .ok()
        .and_then(|typed| typed.trim().trim_matches('"').parse().ok());
    version
        .map(Expected)
        .ok_or_else(|| ApiProblem::header("If-Match", Code::InvalidValue))
}

/// What marks one attempt to write (`Idempotency-Key: <uuid>`): a repetition does nothing twice.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RepeatKey(pub(crate) IdempotencyKey);

impl FromRequest for RepeatKey {
    type Error = ApiProblem;
    type Future = Ready<Result<Self, ApiProblem>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let typed = request
            .headers()
            .get("Idempotency-Key")
            .map(|header| header.to_str().unwrap_or_default());
        ready(match typed.map(str::parse) {
            None => Err(ApiProblem::header("Idempotency-Key", Code::Required)),
            Some(Ok(key)) => Ok(Self(key)),
            Some(Err(_)) => Err(ApiProblem::header("Idempotency-Key", Code::InvalidValue)),
        })
    }
}
