//! Around every request: security headers, a trace id, a log line and figures. Never an address, an agent, a query
//! string, a body or a token (trust.md §11).

use std::time::Instant;

use actix_web::body::MessageBody;
use actix_web::dev::{ResponseHead, ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use actix_web::http::{ConnectionType, Method};
use actix_web::middleware::Next;
use actix_web::{Error, web};

use shared::authority::CONTRACT;

use crate::state::AppState;

/// Headers of every answer (trust.md §5.1).
const HEADERS: &[(&str, &str)] = &[
    (
        "strict-transport-security",
        "max-age=63072000; includeSubDomains",
    ),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "permissions-policy",
        "accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()",
    ),
];
/// Policy of answers that are no page.
const API_POLICY: &str =
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Policy of the documentation: its own scripts and styles, this server's API, nothing of elsewhere. The hash is that of
/// the one style block that Swagger UI adds; the browser story tells the new one when another version has another.
const DOC_POLICY: &str = "default-src 'none'; script-src 'self'; \
     style-src 'self' 'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='; img-src 'self' data:; font-src 'self'; \
     connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Watches one request.
pub(crate) async fn watch(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let app = request.app_data::<web::Data<AppState>>().cloned();
    let watched = Watched {
        started: Instant::now(),
        method: known(request.method()),
        route: request
            .match_pattern()
            .unwrap_or_else(|| "unknown".to_owned()),
        kind: Kind::of(request.path()),
    };
    match next.call(request).await {
        Ok(mut answer) => {
            watched.end(app.as_ref(), answer.response_mut().head_mut());
            Ok(answer)
        }
        // Refused before any handler: an answer like every other.
        Err(error) => {
            let mut answer = error.as_response_error().error_response();
            watched.end(app.as_ref(), answer.head_mut());
            Err(InternalError::from_response(error, answer).into())
        }
    }
}

/// What is known of a request before it is answered.
struct Watched {
    started: Instant,
    method: &'static str,
    route: String,
    kind: Kind,
}

/// Whose answer it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Api,
    Documentation,
    Other,
}

impl Kind {
    fn of(path: &str) -> Self {
        if path.starts_with("/api/") {
            Self::Api
        } else if path.starts_with("/doc/") {
            Self::Documentation
        } else {
            Self::Other
        }
    }
}

/// A caller can invent methods without end; a label of the figures may not grow with them.
fn known(method: &Method) -> &'static str {
    const METHODS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];
    let found = METHODS.into_iter().find(|known| *known == method.as_str());
    found.unwrap_or("other")
}

impl Watched {
    fn end(self, app: Option<&web::Data<AppState>>, answer: &mut ResponseHead) {
        let Self {
            started,
            method,
            route,
            kind,
        } = self;
        let (status, elapsed, trace) = (answer.status.as_u16(), started.elapsed(), trace_id());
        if let Some(app) = app {
            app.metrics
                .note(&route, method, status, elapsed.as_secs_f64());
            if app.is_stopping() {
                // The next request of this client goes to a server that stays.
                answer.set_connection_type(ConnectionType::Close);
            }
        }
        let duration_ms = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
        tracing::info!(
            http.route = route,
            http.method = method,
            http.status = status,
            duration_ms,
            trace.id = trace,
            "answered"
        );
        dress(answer.headers_mut(), kind);
        if let Ok(trace) = HeaderValue::from_str(&trace) {
            let name = HeaderName::from_static("belgov-trace-id");
            answer.headers_mut().insert(name, trace);
        }
    }
}

fn dress(headers: &mut HeaderMap, kind: Kind) {
    for (name, value) in HEADERS {
        headers.insert(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
    }
    let mut keep = |name: &'static str, value: HeaderValue| {
        if !headers.contains_key(name) {
            headers.insert(HeaderName::from_static(name), value);
        }
    };
    keep(
        "content-security-policy",
        HeaderValue::from_static(if kind == Kind::Documentation {
            DOC_POLICY
        } else {
            API_POLICY
        }),
    );
    if kind == Kind::Api {
        keep("cache-control", HeaderValue::from_static("no-store"));
        keep("lokaalsignaal-contract", HeaderValue::from(CONTRACT));
    }
}

fn trace_id() -> String {
    let mut bytes = [0; 16];
    identity::Randomness::fill(&identity::SystemRandomness, &mut bytes);
    uuid::Builder::from_random_bytes(bytes)
        .into_uuid()
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_caller_makes_the_labels_of_figures_grow() {
        assert_eq!(known(&Method::PATCH), "PATCH");
        for invented in ["INVENTED", "GETT", "get"] {
            let method = Method::from_bytes(invented.as_bytes()).unwrap();
            assert_eq!(known(&method), "other");
        }
    }
}
