//! One call over the network: headers, time limit, problem answers.

use std::cell::RefCell;

#[cfg(feature = "desk")]
use serde::{Serialize, de::DeserializeOwned};
use shared::id::IdempotencyKey;
use shared::problem::{InputValidationIssue, Problem};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Headers, Request, RequestInit, Response};

use super::key_ring::KeyRing;
use super::{Answer, ApiError};
#[cfg(feature = "desk")]
use crate::browser::json;
use crate::browser::json::Json;
#[cfg(feature = "field")]
use crate::browser::storage;
use crate::browser::{clock, dom};

const BASE: &str = "/api/v1";
/// A phone in a corridor may need long for one request; after this a person wants to know.
const PATIENCE_MS: i32 = 20_000;

/// How the names of copies begin, in the storage of the device.
#[cfg(feature = "field")]
pub const COPY: &str = "copy";

thread_local! {
    static KEYS: RefCell<KeyRing> = RefCell::default();
}

/// An answer with its version, for `If-Match`.
#[cfg(feature = "desk")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Versioned<T> {
    /// The answer.
    pub value: T,
    /// Its version.
    pub version: u64,
}

/// A request being put together.
pub(super) struct Call {
    method: &'static str,
    path: String,
    headers: Vec<(&'static str, String)>,
    body: Body,
    is_keyed: bool,
    /// The key that this request had before; else the ring of keys gives one.
    known_key: Option<IdempotencyKey>,
}

enum Body {
    None,
    Json(String),
    #[cfg(feature = "desk")]
    File(web_sys::Blob),
}

/// What came back.
pub(super) struct Received {
    #[cfg_attr(
        not(feature = "desk"),
        expect(dead_code, reason = "only staff change things that have a version")
    )]
    etag: Option<String>,
    text: String,
    status: u16,
}

impl Call {
    pub(super) fn get(path: impl Into<String>) -> Self {
        Self::new("GET", path.into(), false)
    }

    /// A POST carries a key, so that sending it twice does it once.
    pub(super) fn post(path: impl Into<String>) -> Self {
        Self::new("POST", path.into(), true)
    }

    /// A POST that changes nothing (`/receipts/query`) or that no key may protect (signing in).
    pub(super) fn ask(path: impl Into<String>) -> Self {
        Self::new("POST", path.into(), false)
    }

    #[cfg(feature = "desk")]
    pub(super) fn put(path: impl Into<String>) -> Self {
        Self::new("PUT", path.into(), false)
    }

    #[cfg(feature = "desk")]
    pub(super) fn patch(path: impl Into<String>) -> Self {
        Self::new("PATCH", path.into(), false)
    }

    pub(super) fn delete(path: impl Into<String>) -> Self {
        Self::new("DELETE", path.into(), false)
    }

    fn new(method: &'static str, path: String, is_keyed: bool) -> Self {
        Self {
            method,
            path,
            headers: Vec::new(),
            body: Body::None,
            is_keyed,
            known_key: None,
        }
    }

    /// Under a key that was given before.
    #[cfg(feature = "field")]
    pub(super) fn key(mut self, key: IdempotencyKey) -> Self {
        self.known_key = Some(key);
        self
    }

    pub(super) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// With an access token.
    #[cfg(feature = "field")]
    pub(super) fn bearer(self, token: &str) -> Self {
        self.header("Authorization", format!("Bearer {token}"))
    }

    /// Which authority the call is about.
    pub(super) fn authority(self, slug: &str) -> Self {
        self.header("LokaalSignaal-Authority", slug)
    }

    /// Only if it is still this version.
    #[cfg(feature = "desk")]
    pub(super) fn if_match(self, version: u64) -> Self {
        self.header("If-Match", format!("\"{version}\""))
    }

    /// What is sent, as JSON.
    pub(super) fn body(mut self, json: String) -> Self {
        self.body = Body::Json(json);
        self
    }

    #[cfg(feature = "desk")]
    pub(super) fn json<T: Serialize>(self, body: &T) -> Self {
        // Every type of `shared` serialises: no maps with keys that are no text.
        self.body(serde_json::to_string(body).unwrap_or_default())
    }

    #[cfg(feature = "desk")]
    pub(super) fn file(mut self, content: web_sys::Blob) -> Self {
        self.body = Body::File(content);
        self
    }

    /// Sends it and reads what comes back.
    pub(super) async fn send(&self) -> Answer<Received> {
        self.send_with(None).await
    }

    /// Sends it with an access token.
    pub(super) async fn send_with(&self, token: Option<&str>) -> Answer<Received> {
        let key = self
            .is_keyed
            .then(|| self.known_key.unwrap_or_else(|| self.next_key()));
        let answer = self.attempt(key, token).await;
        let is_settled = answer.as_ref().err().is_none_or(ApiError::is_definite);
        if let Some(key) = key.filter(|_| is_settled) {
            KEYS.with_borrow_mut(|ring| ring.settle(key));
        }
        answer
    }

    /// Sends it and reads the JSON that comes back, member by member.
    #[cfg(feature = "field")]
    pub(super) async fn read<T>(&self, read: fn(&Json) -> Option<T>) -> Answer<T> {
        self.read_with(None, read).await
    }

    /// The same with an access token.
    #[cfg(feature = "field")]
    pub(super) async fn read_with<T>(
        &self,
        token: Option<&str>,
        read: fn(&Json) -> Option<T>,
    ) -> Answer<T> {
        let received = self.send_with(token).await?;
        let value = Json::parse(&received.text).and_then(|json| read(&json));
        value.ok_or(ApiError::Unreadable(received.status))
    }

    /// Reads what everybody may read, and keeps a copy for when the server cannot be reached.
    #[cfg(feature = "field")]
    pub(super) async fn read_or_copy<T>(&self, read: fn(&Json) -> Option<T>) -> Answer<T> {
        let name = format!("{COPY}{}", self.path);
        let (text, error) = match self.send().await {
            Ok(received) => {
                storage::write(&name, &received.text);
                (received.text, ApiError::Unreadable(received.status))
            }
            Err(error) if error.is_passing() => (storage::read(&name).unwrap_or_default(), error),
            Err(error) => return Err(error),
        };
        Json::parse(&text).and_then(|json| read(&json)).ok_or(error)
    }

    /// Sends it and reads the JSON that comes back.
    #[cfg(feature = "desk")]
    pub(super) async fn receive<T: DeserializeOwned>(&self) -> Answer<T> {
        self.send().await?.json()
    }

    /// Sends it; what comes back has no body.
    pub(super) async fn done(&self) -> Answer<()> {
        self.send().await.map(drop)
    }

    fn next_key(&self) -> IdempotencyKey {
        let body = match &self.body {
            Body::Json(json) => json.clone(),
            Body::None => String::new(),
            #[cfg(feature = "desk")]
            Body::File(content) => format!("{} bytes", content.size()),
        };
        let authority = self.headers.iter().map(|(_, value)| value.as_str());
        let authority: String = authority.collect();
        let request = format!("{} {authority} {body}", self.path);
        KEYS.with_borrow_mut(|ring| ring.key_for(&request, clock::new_key))
    }

    async fn attempt(&self, key: Option<IdempotencyKey>, token: Option<&str>) -> Answer<Received> {
        let controller = AbortController::new().map_err(|_| ApiError::Unreachable)?;
        let request = self.request(key, token, &controller);
        let request = request.map_err(|_| ApiError::Unreachable)?;
        let limit = TimeLimit::start(&controller);
        let received = exchange(&request).await;
        let is_over = limit.is_over();
        match received {
            Ok((status, etag, text)) if (200..300).contains(&status) => {
                Ok(Received { etag, text, status })
            }
            Ok((status, _, text)) => Err(refusal(status, &text)),
            Err(_) if is_over => Err(ApiError::TimedOut),
            Err(_) => Err(ApiError::Unreachable),
        }
    }

    fn request(
        &self,
        key: Option<IdempotencyKey>,
        token: Option<&str>,
        controller: &AbortController,
    ) -> Result<Request, JsValue> {
        let headers = Headers::new()?;
        headers.set("Accept", "application/json, application/problem+json")?;
        for (name, value) in &self.headers {
            headers.set(name, value)?;
        }
        if let Some(token) = token {
            headers.set("Authorization", &format!("Bearer {token}"))?;
        }
        if let Some(key) = key {
            headers.set("Idempotency-Key", &key.to_string())?;
        }
        let init = RequestInit::new();
        init.set_method(self.method);
        init.set_signal(Some(&controller.signal()));
        match &self.body {
            Body::None => {}
            Body::Json(json) => {
                headers.set("Content-Type", "application/json")?;
                init.set_body(&JsValue::from_str(json));
            }
            #[cfg(feature = "desk")]
            Body::File(content) => init.set_body(content),
        }
        init.set_headers(&headers);
        Request::new_with_str_and_init(&format!("{BASE}{}", self.path), &init)
    }
}

async fn exchange(request: &Request) -> Result<(u16, Option<String>, String), JsValue> {
    let response = JsFuture::from(dom::window().fetch_with_request(request)).await?;
    let response: Response = response.dyn_into()?;
    let etag = response.headers().get("ETag")?;
    let text = JsFuture::from(response.text()?).await?;
    Ok((
        response.status(),
        etag,
        text.as_string().unwrap_or_default(),
    ))
}

fn refusal(status: u16, text: &str) -> ApiError {
    match Json::parse(text).and_then(|json| problem(&json)) {
        Some(problem) => ApiError::Refused(Box::new(problem)),
        None => ApiError::Unreadable(status),
    }
}

fn problem(json: &Json) -> Option<Problem> {
    Some(Problem {
        r#type: json.text("type")?,
        title: json.text("title")?,
        status: json.number("status")?,
        detail: json.text("detail"),
        instance: json.text("instance"),
        issues: json.list("issues", issue).unwrap_or_default(),
        missing: json.list("missing", Json::as_text).unwrap_or_default(),
        current_version: json.number("currentVersion"),
        retry_after_sec: json.number("retryAfterSec"),
        wipe: json.flag("wipe").unwrap_or_default(),
    })
}

fn issue(json: &Json) -> Option<InputValidationIssue> {
    Some(InputValidationIssue {
        r#type: json.text("type")?,
        title: json.text("title")?,
        r#in: json.text("in")?,
        name: json.text("name")?,
        limit: json.number("limit"),
        actual: json.number("actual"),
    })
}

#[cfg(feature = "desk")]
impl Received {
    pub(super) fn json<T: DeserializeOwned>(&self) -> Answer<T> {
        json::parse(&self.text).ok_or(ApiError::Unreadable(self.status))
    }

    pub(super) fn text(self) -> String {
        self.text
    }

    pub(super) fn versioned<T: DeserializeOwned>(&self) -> Answer<Versioned<T>> {
        let value = self.json()?;
        let version = self.etag.as_deref().and_then(version_of_etag).unwrap_or(0);
        Ok(Versioned { value, version })
    }
}

/// `"7"` and `W/"7"` are version 7.
#[cfg(any(feature = "desk", test))]
fn version_of_etag(etag: &str) -> Option<u64> {
    etag.trim_start_matches("W/").trim_matches('"').parse().ok()
}

/// Ends a request that takes too long. Its clock stops with it, also when nobody waits for the answer any more.
struct TimeLimit {
    timer: Option<i32>,
    /// What the clock calls: as long as it runs.
    _abort: Closure<dyn FnMut()>,
    controller: AbortController,
}

impl TimeLimit {
    fn start(controller: &AbortController) -> Self {
        let aborted = controller.clone();
        let abort = Closure::once(move || aborted.abort());
        let timer = dom::window()
            .set_timeout_with_callback_and_timeout_and_arguments_0(
                abort.as_ref().unchecked_ref(),
                PATIENCE_MS,
            )
            .ok();
        Self {
            timer,
            _abort: abort,
            controller: controller.clone(),
        }
    }

    /// True when the clock rang.
    fn is_over(&self) -> bool {
        self.controller.signal().aborted()
    }
}

impl Drop for TimeLimit {
    fn drop(&mut self) {
        if let Some(timer) = self.timer {
            dom::window().clear_timeout_with_handle(timer);
        }
    }
}

#[cfg(test)]
mod tests {
    use shared::problem::Code;

    use super::*;

    #[test]
    fn a_version_is_read_from_strong_and_weak_tags() {
        assert_eq!(version_of_etag("\"7\""), Some(7));
        assert_eq!(version_of_etag("W/\"12\""), Some(12));
        assert_eq!(version_of_etag("abc"), None);
    }

    #[test]
    fn a_refusal_is_read_as_its_derived_code_reads_it() {
        let full = Problem {
            detail: Some("Nothing to do".into()),
            instance: Some("urn:uuid:4f3c2b1a-0c3d-4e5f-8b1a-93d4e5f6a755".into()),
            missing: vec!["owner".into()],
            current_version: Some(7),
            retry_after_sec: Some(30),
            wipe: true,
            issues: vec![InputValidationIssue {
                r#type: Code::TooShort.urn(),
                title: "Too short".into(),
                r#in: "body".into(),
                name: "/text".into(),
                limit: Some(10),
                actual: Some(3),
            }],
            ..Code::InvalidDraft.into()
        };
        for problem in [full, Code::TooManyRequests.into()] {
            let text = serde_json::to_string(&problem).unwrap();
            assert_eq!(refusal(400, &text), ApiError::Refused(Box::new(problem)));
        }
    }

    #[test]
    fn a_refusal_that_is_no_problem_document_is_unreadable() {
        assert_eq!(
            refusal(502, "<html>bad gateway</html>"),
            ApiError::Unreadable(502)
        );
    }
}
