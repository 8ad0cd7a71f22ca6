//! What came back.

use reqwest::header::HeaderMap;
use serde::de::DeserializeOwned;
use shared::problem::Problem;

/// An answer as it came over the wire.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Method and path, for messages.
    pub(crate) asked: String,
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON of a wire type.
    pub fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{}: {error}\n{}", self.asked, self.text()))
    }

    /// A header, empty when it is absent.
    pub fn header(&self, name: &str) -> String {
        self.headers
            .get(name)
            .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
            .unwrap_or_default()
    }

    /// Fails unless the status is this one.
    #[track_caller]
    pub fn assert_status(&self, status: u16) -> &Self {
        assert_eq!(self.status, status, "{}\n{}", self.asked, self.text());
        self
    }

    /// 200 with a body.
    #[track_caller]
    pub fn ok<T: DeserializeOwned>(&self) -> T {
        self.assert_status(200).json()
    }

    /// 201 with `Location` and a body.
    #[track_caller]
    pub fn created<T: DeserializeOwned>(&self) -> T {
        self.assert_status(201);
        assert!(
            !self.header("location").is_empty(),
            "{}: no Location",
            self.asked
        );
        self.json()
    }

    /// 204.
    #[track_caller]
    pub fn no_content(&self) {
        self.assert_status(204);
    }

    /// A problem of the error table, told by the end of its type: `belgif:resourceNotFound`.
    #[track_caller]
    pub fn assert_problem(&self, status: u16, urn_suffix: &str) -> Problem {
        self.assert_status(status);
        assert_eq!(
            self.header("content-type"),
            "application/problem+json",
            "{}",
            self.asked
        );
        let problem: Problem = self.json();
        let expected = format!("urn:problem-type:{urn_suffix}");
        assert_eq!(problem.r#type, expected, "{}\n{}", self.asked, self.text());
        assert_eq!(problem.status, status, "{}", self.asked);
        problem
    }
}
