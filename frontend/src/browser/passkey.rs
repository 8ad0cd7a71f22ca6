//! Passkeys of this device (Web Authentication). The browser asks its user; what it answers is sent on as it is, as
//! base64url, and judged by the server.

use js_sys::{Array, Function, Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::dom;

/// What is needed for a new passkey.
pub struct Offer {
    pub challenge: String,
    pub rp_id: String,
    pub rp_name: String,
    pub handle: String,
    pub name: String,
    pub algorithms: Vec<i32>,
    pub known: Vec<String>,
    pub seconds: u32,
}

/// What is asked to sign in.
pub struct Question {
    pub challenge: String,
    pub rp_id: String,
    pub seconds: u32,
}

/// A new passkey.
pub struct Made {
    pub client_data: String,
    pub attestation: String,
}

/// The answer of a passkey.
pub struct Signed {
    pub credential: String,
    pub client_data: String,
    pub authenticator_data: String,
    pub signature: String,
    pub handle: String,
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// Its user thought better of it, or took too long: browsers do not tell which.
    Cancelled,
    /// This device has a passkey of this account already.
    AlreadyThere,
    /// This device cannot do it.
    Impossible,
}

/// True where passkeys work: a browser that knows them, a page over TLS, and a server with a name.
pub fn is_possible() -> bool {
    let window = dom::window();
    let is_known = Reflect::has(&window, &"PublicKeyCredential".into()).unwrap_or(false);
    let is_safe = get(&window, "isSecureContext").is_truthy();
    let host = window.location().hostname().unwrap_or_default();
    is_known && is_safe && !is_number(&host)
}

/// Passkeys belong to a name: an address in numbers has none.
fn is_number(host: &str) -> bool {
    let digits_and_dots = |byte: u8| byte.is_ascii_digit() || byte == b'.';
    host.starts_with('[') || host.bytes().all(digits_and_dots)
}

/// The kind of this device, as its maker calls it: the same word in every language.
pub fn device() -> &'static str {
    let agent = dom::window().navigator().user_agent().unwrap_or_default();
    let known = ["iPhone", "iPad", "Android", "Windows", "Macintosh", "Linux"];
    known
        .into_iter()
        .find(|kind| agent.contains(kind))
        .map_or("", |kind| if kind == "Macintosh" { "Mac" } else { kind })
}

/// Makes a passkey; only to be called when somebody pressed for it.
pub async fn make(offer: &Offer) -> Result<Made, Failure> {
    let kind = |of: &JsValue| object(&[("type", "public-key".into()), ("id", of.clone())]);
    let algorithms = offer
        .algorithms
        .iter()
        .map(|number| object(&[("type", "public-key".into()), ("alg", (*number).into())]));
    let known = offer.known.iter().map(|id| kind(&bytes(id)));
    let rp = [
        ("id", offer.rp_id.as_str().into()),
        ("name", offer.rp_name.as_str().into()),
    ];
    let user = [
        ("id", bytes(&offer.handle)),
        ("name", offer.name.as_str().into()),
        ("displayName", offer.name.as_str().into()),
    ];
    // To be found by whoever types nothing: the device keeps it and knows its owner.
    let chosen = [
        ("residentKey", "required".into()),
        ("requireResidentKey", JsValue::TRUE),
        ("userVerification", "required".into()),
    ];
    let options = object(&[
        ("challenge", bytes(&offer.challenge)),
        ("rp", object(&rp)),
        ("user", object(&user)),
        ("pubKeyCredParams", algorithms.collect::<Array>().into()),
        ("excludeCredentials", known.collect::<Array>().into()),
        ("authenticatorSelection", object(&chosen)),
        ("attestation", "none".into()),
        ("timeout", milliseconds(offer.seconds)),
    ]);
    let answer = get(&ask("create", &options).await?, "response");
    Ok(Made {
        client_data: text(&get(&answer, "clientDataJSON")),
        attestation: text(&get(&answer, "attestationObject")),
    })
}

/// Lets a passkey answer; only to be called when somebody pressed for it.
pub async fn sign(question: &Question) -> Result<Signed, Failure> {
    let options = object(&[
        ("challenge", bytes(&question.challenge)),
        ("rpId", question.rp_id.as_str().into()),
        ("userVerification", "required".into()),
        ("timeout", milliseconds(question.seconds)),
    ]);
    let found = ask("get", &options).await?;
    let answer = get(&found, "response");
    Ok(Signed {
        credential: text(&get(&found, "rawId")),
        client_data: text(&get(&answer, "clientDataJSON")),
        authenticator_data: text(&get(&answer, "authenticatorData")),
        signature: text(&get(&answer, "signature")),
        handle: text(&get(&answer, "userHandle")),
    })
}

/// `navigator.credentials.create` or `.get`.
async fn ask(how: &str, options: &JsValue) -> Result<JsValue, Failure> {
    let credentials = get(&dom::window().navigator(), "credentials");
    let method: Function = get(&credentials, how)
        .dyn_into()
        .map_err(|_| Failure::Impossible)?;
    let options = object(&[("publicKey", options.clone())]);
    let asked = method.call1(&credentials, &options);
    let asked = asked.map_err(|error| failure(&error))?;
    let found = JsFuture::from(asked.unchecked_into::<js_sys::Promise>()).await;
    let found = found.map_err(|error| failure(&error))?;
    if found.is_object() {
        Ok(found)
    } else {
        Err(Failure::Cancelled)
    }
}

fn failure(error: &JsValue) -> Failure {
    match get(error, "name").as_string().as_deref() {
        Some("NotAllowedError" | "AbortError" | "TimeoutError") => Failure::Cancelled,
        Some("InvalidStateError") => Failure::AlreadyThere,
        _ => Failure::Impossible,
    }
}

fn get(of: &JsValue, name: &str) -> JsValue {
    Reflect::get(of, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

fn object(members: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in members {
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object.into()
}

fn milliseconds(seconds: u32) -> JsValue {
    f64::from(seconds * 1_000).into()
}

/// Bytes of base64url; none for anything else.
fn bytes(text: &str) -> JsValue {
    let plain = text.replace('-', "+").replace('_', "/");
    let found = dom::window().atob(&plain).unwrap_or_default();
    let bytes: Vec<u8> = found
        .chars()
        .filter_map(|letter| u8::try_from(u32::from(letter)).ok())
        .collect();
    Uint8Array::from(bytes.as_slice()).into()
}

/// Base64url of the bytes of a buffer; empty for none.
fn text(buffer: &JsValue) -> String {
    if !buffer.is_object() {
        return String::new();
    }
    let bytes = Uint8Array::new(buffer).to_vec();
    let letters: String = bytes.into_iter().map(char::from).collect();
    let text = dom::window().btoa(&letters).unwrap_or_default();
    text.replace('+', "-").replace('/', "_").replace('=', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_in_numbers_has_no_passkeys() {
        for host in ["127.0.0.1", "[::1]", ""] {
            assert!(is_number(host), "{host}");
        }
        for host in ["localhost", "signaal.example", "10.example"] {
            assert!(!is_number(host), "{host}");
        }
    }
}
