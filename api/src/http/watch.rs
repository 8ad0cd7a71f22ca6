//! Around every request: security headers, a trace id, a log line and figures. Never an address, an agent, a query
//! string, a body or a token (trust.md §11).

use std::time::Instant;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, web};

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

/// Watches one request.
pub(crate) async fn watch(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let started = Instant::now();
    let method = request.method().as_str().to_owned();
    let app = request.app_data::<web::Data<AppState>>().cloned();
    let is_api = request.path().starts_with("/api/");
    let mut response = next.call(request).await?;
    let route = response
        .request()
        .match_pattern()
        .unwrap_or_else(|| "unknown".to_owned());
    let status = response.status().as_u16();
    let elapsed = started.elapsed();
    if let Some(app) = app {
        app.metrics
            .note(&route, &method, status, elapsed.as_secs_f64());
    }
    let trace = trace_id();
    let duration_ms = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
    tracing::info!(
        http.route = route,
        http.method = method,
        http.status = status,
        duration_ms,
        trace.id = trace,
        "answered"
    );
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
    }
    let mut keep = |name: &'static str, value: &'static str| {
        if !headers.contains_key(name) {
            headers.insert(
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            );
        }
    };
    keep("content-security-policy", API_POLICY);
    if is_api {
        keep("cache-control", "no-store");
        keep("lokaalsignaal-contract", "1");
    }
    if let Ok(trace) = HeaderValue::from_str(&trace) {
        headers.insert(HeaderName::from_static("belgov-trace-id"), trace);
    }
    Ok(response)
}

fn trace_id() -> String {
    let mut bytes = [0; 16];
    identity::Randomness::fill(&identity::SystemRandomness, &mut bytes);
    uuid::Builder::from_random_bytes(bytes)
        .into_uuid()
        .to_string()
}
