//! One request as it goes over the wire; awaiting it sends it.

use std::future::{Future, IntoFuture};
use std::pin::Pin;

use identity::{Randomness, SystemRandomness};
use reqwest::Method;
use serde::Serialize;
use uuid::{Builder, Uuid};

use crate::answer::Answer;

/// A request under construction.
#[derive(Debug, Clone)]
#[must_use = "a call is sent by awaiting it"]
pub struct Call {
    client: reqwest::Client,
    method: Method,
    url: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Call {
    pub(crate) fn new(client: &reqwest::Client, method: &str, url: String) -> Self {
        let call = Self {
            client: client.clone(),
            method: method.parse().expect("a method"),
            url,
            headers: Vec::new(),
            body: Vec::new(),
        };
        if method == "POST" {
            call.header("Idempotency-Key", &fresh_key().to_string())
        } else {
            call
        }
    }

    /// Sets a header, in place of an earlier one of this name.
    pub fn header(self, name: &str, value: &str) -> Self {
        let mut call = self.without(name);
        call.headers.push((name.to_owned(), value.to_owned()));
        call
    }

    /// Takes a header away.
    pub fn without(mut self, name: &str) -> Self {
        self.headers
            .retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        self
    }

    /// The version that the caller saw.
    pub fn expecting(self, version: u64) -> Self {
        self.header("If-Match", &format!("\"{version}\""))
    }

    /// Marks the attempt, in place of a fresh mark.
    pub fn key(self, key: Uuid) -> Self {
        self.header("Idempotency-Key", &key.to_string())
    }

    /// About this authority.
    pub fn about(self, authority: &str) -> Self {
        self.header("LokaalSignaal-Authority", authority)
    }

    /// With this access token.
    pub fn bearer(self, token: &str) -> Self {
        self.header("Authorization", &format!("Bearer {token}"))
    }

    /// To another instance, such as `http://127.0.0.1:40123`.
    pub fn at(mut self, instance: &str) -> Self {
        let path = self.url.splitn(4, '/').nth(3).unwrap_or_default();
        self.url = format!("{instance}/{path}");
        self
    }

    /// A JSON body.
    pub fn json(self, body: &impl Serialize) -> Self {
        let body = serde_json::to_vec(body).expect("JSON");
        self.bytes("application/json", body)
    }

    /// A body as it is.
    pub fn bytes(self, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let mut call = self.header("Content-Type", content_type);
        call.body = body.into();
        call
    }

    /// Adds a parameter to the query.
    pub fn query(mut self, name: &str, value: &str) -> Self {
        let glue = if self.url.contains('?') { '&' } else { '?' };
        let encode = |byte: u8| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        };
        let value: String = value.bytes().map(encode).collect();
        self.url.push(glue);
        self.url += name;
        self.url += "=";
        self.url += &value;
        self
    }

    /// Sends it, unless the connection fails.
    pub async fn try_send(self) -> Result<Answer, reqwest::Error> {
        let asked = format!("{} {}", self.method, self.url);
        let mut request = self.client.request(self.method, self.url);
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let response = request.body(self.body).send().await?;
        Ok(Answer {
            asked,
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: response.bytes().await?.to_vec(),
        })
    }
}

impl IntoFuture for Call {
    type Output = Answer;
    type IntoFuture = Pin<Box<dyn Future<Output = Answer> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let asked = format!("{} {}", self.method, self.url);
            let sent = self.try_send().await;
            sent.unwrap_or_else(|error| panic!("{asked}: {error:?}"))
        })
    }
}

/// A mark for one attempt, as a client makes it (`UUIDv7`).
pub(crate) fn fresh_key() -> Uuid {
    let mut random = [0; 10];
    SystemRandomness.fill(&mut random);
    Builder::from_unix_timestamp_millis(1_772_440_200_000, &random).into_uuid()
}
