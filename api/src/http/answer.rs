//! Answers with the headers that belong to them.

use actix_web::body::BoxBody;
use actix_web::http::header::{ETAG, LOCATION};
use actix_web::{HttpRequest, HttpResponse, Responder};
use serde::Serialize;

/// Something that was made: 201, `Location`, `ETag`.
pub(crate) struct Created<T> {
    /// Where it stands.
    pub(crate) href: String,
    /// Its version, when it has one.
    pub(crate) version: Option<u64>,
    /// What was made.
    pub(crate) body: T,
}

impl<T: Serialize> Responder for Created<T> {
    type Body = BoxBody;

    fn respond_to(self, _request: &HttpRequest) -> HttpResponse {
        let mut answer = HttpResponse::Created();
        answer.insert_header((LOCATION, self.href));
        if let Some(version) = self.version {
            answer.insert_header((ETAG, etag(version)));
        }
        answer.json(self.body)
    }
}

/// Something with a version: 200, `ETag`.
pub(crate) struct Versioned<T> {
    /// Its version.
    pub(crate) version: u64,
    /// The thing.
    pub(crate) body: T,
}

impl<T: Serialize> Responder for Versioned<T> {
    type Body = BoxBody;

    fn respond_to(self, _request: &HttpRequest) -> HttpResponse {
        HttpResponse::Ok()
            .insert_header((ETAG, etag(self.version)))
            .json(self.body)
    }
}

fn etag(version: u64) -> String {
    format!("\"{version}\"")
}
