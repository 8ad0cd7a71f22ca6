//! Strict input: JSON bodies and query strings of the documented shape and size, and nothing else.

use std::future::{Future, Ready, ready};
use std::pin::Pin;
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use serde::de::DeserializeOwned;
use shared::problem::{Code, Invalid};
use shared::time::Day;
use shared::timeline::Empty;
use workflow::PageOf;

use super::problem::ApiProblem;

/// Largest JSON body (trust.md §5.2).
pub(crate) const MAX_BODY_BYTES: usize = 32 * 1_024;
/// Deepest nesting of a JSON body.
const MAX_DEPTH: usize = 32;
/// Longest query string.
const MAX_QUERY_BYTES: usize = 4 * 1_024;
/// How long a client may take to send a JSON body (trust.md §5.2, read request).
const MAX_SENDING: Duration = Duration::from_secs(5);

/// A JSON body, read strictly; the bytes as they came, for `Idempotency-Key`.
pub(crate) struct Input<T> {
    /// What it says.
    pub(crate) value: T,
    /// How it came.
    pub(crate) bytes: Bytes,
}

impl<T: DeserializeOwned + 'static> FromRequest for Input<T> {
    type Error = ApiProblem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, ApiProblem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let is_json = is_json(request);
        let bytes = whole_body(request, payload);
        Box::pin(async move {
            let bytes = if is_json {
                bytes.await?
            } else {
                return Err(no_json());
            };
            let value = read(&bytes)?;
            Ok(Self { value, bytes })
        })
    }
}

/// Refuses whatever stands in the body of an operation that takes none: nothing, or `{}`, is fine.
pub(crate) async fn nothing(
    request: &HttpRequest,
    payload: &mut Payload,
) -> Result<(), ApiProblem> {
    let bytes = whole_body(request, payload).await?;
    if bytes.is_empty() {
        return Ok(());
    }
    if !is_json(request) {
        return Err(no_json());
    }
    read::<Empty>(&bytes).map(drop)
}

/// The whole body: 413 as soon as it is known to be too long, 408 when it does not come.
fn whole_body(
    request: &HttpRequest,
    payload: &mut Payload,
) -> impl Future<Output = Result<Bytes, ApiProblem>> + use<> {
    let too_large = declared_length(request).is_some_and(|length| length > MAX_BODY_BYTES);
    let body = Bytes::from_request(request, payload);
    async move {
        if too_large {
            return Err(body_too_large());
        }
        match tokio::time::timeout(MAX_SENDING, body).await {
            Ok(bytes) => bytes.map_err(|_| body_too_large()),
            Err(_) => Err(too_slow()),
        }
    }
}

/// A client that does not send what it announced.
pub(crate) fn too_slow() -> ApiProblem {
    ApiProblem::detail(
        Code::RequestTimeout,
        "the body did not come in time; send it again with the same key",
    )
}

fn no_json() -> ApiProblem {
    ApiProblem::detail(
        Code::UnsupportedMediaType,
        "send Content-Type: application/json",
    )
}

fn body_too_large() -> ApiProblem {
    ApiProblem::detail(
        Code::PayloadTooLarge,
        format!("the body may have {MAX_BODY_BYTES} bytes; send less"),
    )
}

fn is_json(request: &HttpRequest) -> bool {
    let is_wanted = request
        .content_type()
        .eq_ignore_ascii_case("application/json");
    let is_absent = request.headers().get(CONTENT_TYPE).is_none();
    is_wanted || (is_absent && declared_length(request).unwrap_or(0) == 0)
}

fn declared_length(request: &HttpRequest) -> Option<usize> {
    request
        .headers()
        .get("content-length")?
        .to_str()
        .ok()?
        .parse()
        .ok()
}

/// Reads JSON that has exactly the documented shape. An empty body counts as `{}`.
fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiProblem> {
    let bytes = if bytes.is_empty() { b"{}" } else { bytes };
    if depth(bytes) > MAX_DEPTH {
        let remedy = format!("the body may nest {MAX_DEPTH} levels deep");
        return Err(ApiProblem(
            shared::problem::Problem::of_invalid(&Invalid::one("", Code::SchemaViolation), "body")
                .detail(remedy),
        ));
    }
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let pointer = pointer(error.path());
        shape_error(&pointer, error.inner())
    })?;
    reader.end().map_err(|error| shape_error("", &error))?;
    Ok(value)
}

/// How deep arrays and objects nest, without parsing: an attacker's `[[[[…` costs one pass.
fn depth(bytes: &[u8]) -> usize {
    let (mut depth, mut deepest, mut in_text, mut escaped) = (0_usize, 0, false, false);
    for byte in bytes {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b'{' | b'[' if !in_text => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b'}' | b']' if !in_text => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

/// serde's messages may quote what was typed, so only their kind travels on: unknown field, missing field, other.
fn shape_error(pointer: &str, error: &serde_json::Error) -> ApiProblem {
    let message = error.to_string();
    let named = message.split('`').nth(1).unwrap_or_default();
    let known_shape = named
        .chars()
        .all(|letter| letter.is_ascii_alphanumeric() || letter == '-');
    let (pointer, code) =
        if message.starts_with("unknown field") && known_shape && named.len() <= 64 {
            let parent = pointer
                .strip_suffix(&format!("/{named}"))
                .unwrap_or(pointer);
            (format!("{parent}/{named}"), Code::UnknownInput)
        } else if message.starts_with("missing field") {
            (format!("{pointer}/{named}"), Code::SchemaViolation)
        } else {
            (pointer.to_owned(), Code::SchemaViolation)
        };
    ApiProblem::invalid(&Invalid::one(&pointer, code), "body")
}

fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let segment = |segment: &Segment| match segment {
        Segment::Seq { index } => format!("/{index}"),
        Segment::Map { key } => format!("/{}", key.replace('~', "~0").replace('/', "~1")),
        Segment::Enum { variant } => format!("/{variant}"),
        Segment::Unknown => String::new(),
    };
    path.iter().map(segment).collect()
}

/// A query string, read strictly: an unknown parameter is refused, a repeated one is a list.
pub(crate) struct Params<T>(pub(crate) T);

/// Something that can be read from a query string.
pub(crate) trait FromParams: Sized {
    /// Reads pairs in order; `Err` names the parameter.
    fn from_params(pairs: &[(String, String)]) -> Result<Self, Invalid>;
}

impl<T: FromParams + 'static> FromRequest for Params<T> {
    type Error = ApiProblem;
    type Future = Ready<Result<Self, ApiProblem>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        ready(params(request.query_string()).map(Self))
    }
}

/// The days between which something is counted: `from` and `to`, and nothing else.
pub(crate) fn from_and_to(
    pairs: &[(String, String)],
) -> Result<(Option<Day>, Option<Day>), Invalid> {
    let (mut from, mut to) = (None, None);
    for (name, value) in pairs {
        match name.as_str() {
            "from" => from = Some(one(name, value)?),
            "to" => to = Some(one(name, value)?),
            _ => return Err(unknown(name)),
        }
    }
    Ok((from, to))
}

fn params<T: FromParams>(query: &str) -> Result<T, ApiProblem> {
    T::from_params(&pairs(query)?).map_err(|invalid| ApiProblem::invalid(&invalid, "query"))
}

/// The parameters of a query string in order. No value holds a control character: no filter means one, and PostgreSQL
/// can neither store nor compare U+0000.
pub(crate) fn pairs(query: &str) -> Result<Vec<(String, String)>, ApiProblem> {
    if query.len() > MAX_QUERY_BYTES {
        let remedy = format!("the query string may have {MAX_QUERY_BYTES} bytes");
        return Err(ApiProblem::detail(Code::BadRequest, remedy));
    }
    let pairs = actix_web::web::Query::<Vec<(String, String)>>::from_query(query);
    let pairs = pairs
        .map_err(|_| ApiProblem::detail(Code::BadRequest, "the query string cannot be read"))?;
    for (name, value) in pairs.iter() {
        if value.chars().any(char::is_control) {
            let broken = Invalid::one(&shown(name), Code::ForbiddenCharacter);
            return Err(ApiProblem::invalid(&broken, "query"));
        }
    }
    Ok(pairs.into_inner())
}

/// Reads one value of a parameter.
pub(crate) fn one<T: std::str::FromStr>(name: &str, value: &str) -> Result<T, Invalid> {
    value
        .parse()
        .map_err(|_| Invalid::one(name, Code::InvalidValue))
}

/// Reads one code of a closed list.
pub(crate) fn code<T: shared::codes::ClosedList>(name: &str, value: &str) -> Result<T, Invalid> {
    T::of_code(value).ok_or_else(|| Invalid::one(name, Code::UnknownValue))
}

/// A parameter that nobody asked for.
pub(crate) fn unknown(name: &str) -> Invalid {
    Invalid::one(&shown(name), Code::UnknownInput)
}

/// A name as somebody typed it, without what could do harm in a log or on a screen.
fn shown(name: &str) -> String {
    name.chars()
        .filter(char::is_ascii_alphanumeric)
        .take(64)
        .collect()
}

/// Which part of a list is asked for: `pageSize` and `after`.
#[derive(Debug, Clone)]
pub(crate) struct Paging {
    /// How many rows.
    pub(crate) size: u32,
    /// Where the page before ended.
    pub(crate) after: Option<String>,
}

impl Default for Paging {
    fn default() -> Self {
        Self {
            size: shared::page::DEFAULT_PAGE_SIZE,
            after: None,
        }
    }
}

impl Paging {
    /// Takes the parameter when it is about paging; false when it is about something else.
    pub(crate) fn take(&mut self, name: &str, value: &str) -> Result<bool, Invalid> {
        match name {
            "pageSize" => {
                let size: u32 = one(name, value)?;
                if !(1..=shared::page::MAX_PAGE_SIZE).contains(&size) {
                    return Err(Invalid::one(name, Code::OutOfRange));
                }
                self.size = size;
            }
            "after" => self.after = Some(value.to_owned()),
            _ => return Ok(false),
        }
        Ok(true)
    }
}

impl Paging {
    /// Where the page begins, as `parse` reads it.
    pub(crate) fn cursor<T>(
        &self,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, ApiProblem> {
        let wrong = || ApiProblem::invalid(&Invalid::one("after", Code::InvalidValue), "query");
        self.after
            .as_deref()
            .map(|cursor| parse(cursor).ok_or_else(wrong))
            .transpose()
    }

    /// The page that is asked for, whose beginning `parse` reads.
    pub(crate) fn page<C>(
        &self,
        parse: impl FnOnce(&str) -> Option<C>,
    ) -> Result<PageOf<C>, ApiProblem> {
        Ok(PageOf {
            after: self.cursor(parse)?,
            size: self.size,
        })
    }
}

impl FromParams for Paging {
    fn from_params(pairs: &[(String, String)]) -> Result<Self, Invalid> {
        let mut paging = Self::default();
        for (name, value) in pairs {
            if !paging.take(name, value)? {
                return Err(unknown(name));
            }
        }
        Ok(paging)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Sample {
        #[expect(dead_code, reason = "only its reading is tested")]
        inner: Vec<u8>,
    }

    fn issues(json: &str) -> Vec<(String, String)> {
        let problem = read::<Sample>(json.as_bytes()).unwrap_err().0;
        problem
            .issues
            .into_iter()
            .map(|issue| (issue.name, issue.r#type))
            .collect()
    }

    #[test]
    fn an_unknown_field_is_named_by_its_pointer() {
        let schema = "urn:problem-type:belgif:input-validation:";
        assert_eq!(
            issues(r#"{"inner":[],"colour":1}"#),
            [("/colour".into(), format!("{schema}unknownInput"))]
        );
        assert_eq!(
            issues(r#"{"inner":[1,"secret words"]}"#),
            [("/inner/1".into(), format!("{schema}schemaViolation"))]
        );
    }

    #[test]
    fn what_was_typed_is_never_echoed() {
        let problem = read::<Sample>(br#"{"inner":"een geheim"}"#).unwrap_err().0;
        assert!(!serde_json::to_string(&problem).unwrap().contains("geheim"));
    }

    #[test]
    fn a_body_may_nest_thirty_two_levels() {
        assert_eq!(depth(&b"[".repeat(33)), 33);
        assert_eq!(
            depth(br#"{"a":"[[[[{{{"}"#),
            1,
            "brackets in a text do not nest"
        );
        assert_eq!(
            read::<Sample>(&b"[".repeat(1_000_000))
                .unwrap_err()
                .0
                .status,
            400
        );
    }
}
