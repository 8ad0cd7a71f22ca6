//! Before every request: sizes, method, parameters and body are what the contract says, and no request takes for ever
//! (trust.md §5.2). Handlers that take no body or no parameter cannot forget to refuse one.

use std::time::Duration;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::header::{ALLOW, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, ResponseError};
use shared::problem::Code;

use super::ApiProblem;
use super::contract::{self, Declared, Place};
use super::input;

/// Most headers of a request; Actix itself stops at 96.
const MAX_HEADERS: usize = 64;
/// How long a handler may take: with what the network adds, every caller is told within 8 s.
const PATIENCE: Duration = Duration::from_millis(7_500);
/// Taking in a file of 10 MiB over a slow line, and reading a whole authority, take longer.
const LONG_PATIENCE: Duration = Duration::from_secs(70);
/// The operations that may take longer.
const LONG: [&str; 2] = ["createImport", "exportAuthority"];
/// When to come back after that.
const RETRY_AFTER_SECONDS: u64 = 1;

/// Lets a request through that keeps to the contract, and ends it when it takes too long.
pub(crate) async fn gate(
    mut request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let patience = admit(&mut request).await?;
    in_time(patience, next.call(request)).await?
}

/// What a handler answers, unless that takes too long.
async fn in_time<T>(patience: Duration, answer: impl Future<Output = T>) -> Result<T, ApiProblem> {
    let answer = tokio::time::timeout(patience, answer).await;
    answer.map_err(|_| {
        tracing::warn!("a request took longer than it may");
        ApiProblem::later(Code::ServiceUnavailable, RETRY_AFTER_SECONDS)
    })
}

/// How long it may take, or why it may not at all.
async fn admit(request: &mut ServiceRequest) -> Result<Duration, Error> {
    if request.headers().len() > MAX_HEADERS {
        let remedy = format!("a request may have {MAX_HEADERS} headers; send fewer");
        return Err(ApiProblem::detail(Code::BadRequest, remedy).into());
    }
    let parameters = input::pairs(request.query_string())?;
    let pattern = request.match_pattern();
    let Some(place) = pattern.as_deref().and_then(contract::at) else {
        return Ok(PATIENCE);
    };
    let Some(declared) = place.get(request.method().as_str()) else {
        return Err(not_allowed(place));
    };
    for (name, _) in &parameters {
        if !declared.parameters.contains(name) {
            return Err(ApiProblem::invalid(&input::unknown(name), "query").into());
        }
    }
    if !declared.takes_body {
        let mut payload = request.take_payload();
        input::nothing(request.request(), &mut payload).await?;
    }
    Ok(patience(declared))
}

fn patience(declared: &Declared) -> Duration {
    if LONG.contains(&declared.id.as_str()) {
        LONG_PATIENCE
    } else {
        PATIENCE
    }
}

/// 405 with the methods that do exist here.
fn not_allowed(place: &Place) -> Error {
    let methods: Vec<&str> = place.keys().copied().collect();
    method_not_allowed(&methods.join(", "))
}

/// 405 with these methods.
pub(crate) fn method_not_allowed(methods: &str) -> Error {
    let problem = ApiProblem::new(Code::MethodNotAllowed);
    let mut answer = problem.error_response();
    if let Ok(methods) = HeaderValue::from_str(methods) {
        answer.headers_mut().insert(ALLOW, methods);
    }
    InternalError::from_response(problem, answer).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_handler_that_never_ends_is_ended_with_a_time_to_come_back() {
        let never = std::future::pending::<()>();
        let problem = in_time(Duration::from_millis(1), never).await.unwrap_err();
        assert_eq!(
            (problem.0.status, problem.0.retry_after_sec),
            (503, Some(1))
        );
        assert!(in_time(PATIENCE, async {}).await.is_ok());
        assert!(PATIENCE < Duration::from_secs(8));
    }
}
