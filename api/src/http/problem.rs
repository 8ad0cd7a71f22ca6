//! Errors on the wire: problem+json by the one error table, with an instance that the log has too.

use std::fmt;

use actix_web::http::StatusCode;
use actix_web::http::header::{CONNECTION, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE};
use actix_web::{HttpResponse, ResponseError};
use shared::problem::{Code, Invalid, Problem};
use storage::StorageError;
use workflow::{Refusal, Stop};

/// How soon a client should try again when the database is away.
const RETRY_AFTER_SECONDS: u64 = 1;

/// A problem on its way out.
#[derive(Debug, Clone)]
pub(crate) struct ApiProblem(pub(crate) Problem);

impl ApiProblem {
    /// The bare row of a code.
    pub(crate) fn new(code: Code) -> Self {
        Self(Problem::new(code))
    }

    /// With what was expected and what to do.
    pub(crate) fn detail(code: Code, detail: impl Into<String>) -> Self {
        Self(Problem::new(code).detail(detail))
    }

    /// Fields or parameters that break a rule, with where they stand.
    pub(crate) fn invalid(invalid: &Invalid, place: &str) -> Self {
        Self(Problem::of_invalid(invalid, place))
    }

    /// A header that is missing or cannot be read: the request, not a draft, is wrong.
    pub(crate) fn header(name: &str, code: Code) -> Self {
        let invalid = Problem::of_invalid(&Invalid::one(name, code), "header");
        Self(Problem {
            issues: invalid.issues,
            ..Problem::new(Code::BadRequest)
        })
    }

    /// Come back later.
    pub(crate) fn later(code: Code, seconds: u64) -> Self {
        Self(Problem {
            retry_after_sec: Some(seconds),
            ..Problem::new(code)
        })
    }
}

impl fmt::Display for ApiProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.0.status, self.0.r#type)
    }
}

impl ResponseError for ApiProblem {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        let mut problem = self.0.clone();
        problem.instance.get_or_insert_with(instance);
        let mut answer = HttpResponse::build(self.status_code());
        answer.content_type("application/problem+json");
        if let Some(seconds) = problem.retry_after_sec {
            answer.insert_header((RETRY_AFTER, seconds.to_string()));
        }
        match problem.status {
            401 => drop(answer.insert_header((WWW_AUTHENTICATE, "Bearer"))),
            // The rest of the body would be read as the next request.
            408 => drop(answer.insert_header((CONNECTION, HeaderValue::from_static("close")))),
            _ => {}
        }
        answer.body(serde_json::to_vec(&problem).unwrap_or_default())
    }
}

/// A name for one occurrence.
fn instance() -> String {
    let mut bytes = [0; 16];
    identity::Randomness::fill(&identity::SystemRandomness, &mut bytes);
    format!(
        "urn:uuid:{}",
        uuid::Builder::from_random_bytes(bytes).into_uuid()
    )
}

impl From<Code> for ApiProblem {
    fn from(code: Code) -> Self {
        Self::new(code)
    }
}

impl From<Invalid> for ApiProblem {
    fn from(invalid: Invalid) -> Self {
        Self(Problem::from(invalid))
    }
}

impl From<Refusal> for ApiProblem {
    fn from(refusal: Refusal) -> Self {
        Self(Problem::from(refusal))
    }
}

impl From<Stop> for ApiProblem {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Refused(refusal) => refusal.into(),
            Stop::Storage(error) => error.into(),
            Stop::Sealed(error) => unexpected(&error),
        }
    }
}

impl From<StorageError> for ApiProblem {
    fn from(error: StorageError) -> Self {
        match error {
            StorageError::Unavailable(cause) => {
                tracing::warn!(cause, "the database cannot be used right now");
                Self::later(Code::ServiceUnavailable, RETRY_AFTER_SECONDS)
            }
            StorageError::Crossed => Self::later(Code::ServiceUnavailable, RETRY_AFTER_SECONDS),
            // Two requests raced for one unique key: the other one is in, so a second try will see it.
            StorageError::Duplicate => Self::later(Code::StillProcessing, RETRY_AFTER_SECONDS),
            StorageError::Unexpected(_) => unexpected(&error),
        }
    }
}

/// A fault of ours: the caller gets an instance, the log the cause with the same instance.
pub(crate) fn unexpected(error: &dyn fmt::Display) -> ApiProblem {
    let instance = instance();
    tracing::error!(problem.instance = instance, cause = %error, "a request failed in a way nobody planned");
    ApiProblem(Problem {
        instance: Some(instance),
        ..Problem::new(Code::InternalServerError)
    })
}
