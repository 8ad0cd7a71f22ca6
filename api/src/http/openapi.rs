//! What every operation may answer besides its own.

use std::collections::BTreeMap;

use shared::problem::Problem;
use utoipa::openapi::response::Response;
use utoipa::openapi::{ContentBuilder, Ref, RefOr, ResponseBuilder};
use utoipa::{IntoResponses, PartialSchema};

/// The refusals of the error table, by status; the same for every operation, so that clients handle them once.
pub(crate) struct Refusals;

/// Status and when it is answered.
const STATUSES: &[(&str, &str)] = &[
    (
        "400",
        "The request cannot be read: unknown field or parameter, a header that is missing or wrong, or another shape than documented.",
    ),
    (
        "401",
        "Nobody signed in, or the link, code or token is not valid (any more).",
    ),
    ("403", "Known, and may not do this."),
    (
        "404",
        "Not there, or not within this caller's authorities: the two are not told apart.",
    ),
    ("408", "The body did not come in time: send it again."),
    (
        "409",
        "The state does not allow it (`wrongState`), a guard is not met (`guardNotMet`, see `missing`), or the first request with this key is still being worked on.",
    ),
    ("410", "What was made with this key was erased since."),
    (
        "412",
        "Somebody else changed it: `currentVersion` tells the version now.",
    ),
    ("413", "The body is larger than the limit."),
    ("415", "Content-Type is not application/json."),
    (
        "422",
        "A field breaks a rule (`issues[]` names each by JSON pointer), or the idempotency key was used with another body.",
    ),
    ("428", "If-Match is missing."),
    (
        "429",
        "Too many requests; `Retry-After` tells when to come back.",
    ),
    ("500", "A fault of ours; the log knows the `instance`."),
    (
        "503",
        "The database is away or busy; `Retry-After` tells when to come back.",
    ),
];

impl IntoResponses for Refusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        // The schema itself is registered once, in the document's components.
        let _ = Problem::schema;
        let content = || {
            ContentBuilder::new()
                .schema(Some(Ref::from_schema_name("Problem")))
                .build()
        };
        let response = |description: &str| {
            ResponseBuilder::new()
                .description(description)
                .content("application/problem+json", content())
                .build()
        };
        STATUSES
            .iter()
            .map(|(status, when)| ((*status).to_owned(), RefOr::T(response(when))))
            .collect()
    }
}
