//! The two clients, embedded: hashed assets are cached for ever, pages never. The server picks the page's language, so
//! that text never swaps on the screen.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use actix_web::http::header::{
    ACCEPT_ENCODING, ACCEPT_LANGUAGE, CACHE_CONTROL, CONTENT_ENCODING, VARY,
};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, web};
use rust_embed::RustEmbed;
use serde::Deserialize;
use serde_json::json;
use shared::authority::Authority;
use shared::codes::{ClosedList, Language};
use shared::problem::Code;

use crate::http::{ApiProblem, App};
use crate::mail_pace::one_click;

/// Files that `cargo xtask` made; in a debug build they are read from the folder while the server runs.
#[derive(RustEmbed)]
#[folder = "../target/clients/current"]
struct Files;

/// What the set of files holds: which page belongs to which client and language.
#[derive(Debug, Default, Deserialize)]
struct Manifest {
    /// Name of an asset → its path with the hash.
    #[serde(default)]
    assets: BTreeMap<String, String>,
    #[serde(default)]
    pages: BTreeMap<String, BTreeMap<String, String>>,
}

/// Hashes of a page's own scripts and styles.
#[derive(Debug, Default, Deserialize)]
struct PageHashes {
    #[serde(default)]
    script: Vec<String>,
    #[serde(default)]
    style: Vec<String>,
}

/// Registers pages and assets. Pages stand last: `/{slug}/m/` would catch other addresses.
pub(crate) fn pages(config: &mut web::ServiceConfig) {
    config
        .route("/assets/{name}", web::get().to(asset))
        .route("/desk", web::get().to(desk))
        .route("/desk/{rest:.*}", web::get().to(desk))
        .route("/sw.js", web::get().to(worker))
        .route("/{slug}/m/manifest.webmanifest", web::get().to(manifest))
        .route("/{slug}/m/share", web::post().to(shared_without_worker))
        .route("/{slug}/m/mail/{token}", web::get().to(page_of_the_mail))
        .route("/{slug}/m/mail/{token}", web::post().to(one_click))
        .route("/{slug}/m/{rest:.*}", web::get().to(field))
        .route("/{slug}/m", web::get().to(add_slash));
}

/// The front door: people who type the bare address find the desk.
pub(crate) async fn front_door() -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header(("location", "/desk/"))
        .finish()
}

async fn asset(request: HttpRequest, name: web::Path<String>) -> Result<HttpResponse, ApiProblem> {
    let path = format!("assets/{name}");
    send(&request, &path).map(|mut answer| {
        answer.insert_header((CACHE_CONTROL, "public, max-age=31536000, immutable"));
        answer.take().body(body(&request, &path))
    })
}

/// What the worker may do: fetch from here.
const WORKER_POLICY: &str = "default-src 'none'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The worker of the phone client. Its address stays the same for ever, so each start asks whether it is still this one.
async fn worker(request: HttpRequest) -> Result<HttpResponse, ApiProblem> {
    send(&request, "sw.js").map(|mut answer| {
        answer.insert_header((CACHE_CONTROL, "no-cache"));
        answer.insert_header(("content-security-policy", WORKER_POLICY));
        answer.body(body(&request, "sw.js"))
    })
}

async fn desk(request: HttpRequest) -> Result<HttpResponse, ApiProblem> {
    page(&request, "desk", &Language::ALL)
}

async fn field(
    request: HttpRequest,
    app: App,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, ApiProblem> {
    let (slug, _) = path.into_inner();
    let authority = authority_of(&app, &slug)?;
    page(&request, "field", &authority.languages.as_slice())
}

/// What a phone needs to put the client on its home screen: each authority is an app of its own (ux.md §9).
async fn manifest(
    request: HttpRequest,
    app: App,
    slug: web::Path<String>,
) -> Result<HttpResponse, ApiProblem> {
    let authority = authority_of(&app, &slug)?;
    let set: Manifest = read_json("manifest.json");
    let language = language_for(&request, &authority.languages);
    let home = format!("/{slug}/m/");
    let icon = |name: &str, sizes: &str, purpose: &str| {
        let path = set.assets.get(name).map(|path| format!("/{path}"));
        json!({ "src": path, "sizes": sizes, "type": "image/png", "purpose": purpose })
    };
    let new_signal = match language {
        Language::Nl => "Nieuw signaal",
        Language::Fr => "Nouveau signal",
        Language::En => "New signal",
        Language::De => "Neues Signal",
    };
    let body = json!({
        "id": home,
        "name": format!("Lokaal Signaal - {}", authority.name),
        "short_name": "Lokaal Signaal",
        "lang": language.code(),
        "start_url": home,
        "scope": home,
        "display": "standalone",
        "theme_color": "#0A5560",
        "background_color": "#FAF8F4",
        "icons": [
            icon("icon-192.png", "192x192", "any"),
            icon("icon-512.png", "512x512", "any"),
            icon("icon-maskable.png", "512x512", "maskable"),
        ],
        "shortcuts": [{ "name": new_signal, "url": home }],
        "share_target": {
            "action": format!("{home}share"),
            "method": "POST",
            "enctype": "multipart/form-data",
            "params": { "title": "title", "text": "text" },
        },
    });
    Ok(HttpResponse::Ok()
        .content_type(content_type("manifest.webmanifest"))
        .insert_header((CACHE_CONTROL, "no-cache"))
        .insert_header((VARY, "Accept-Language, Cookie"))
        .body(body.to_string()))
}

/// A shared text that no worker caught: its body is thrown away unread, and the form opens (decisions.md 6).
async fn shared_without_worker(
    app: App,
    slug: web::Path<String>,
) -> Result<HttpResponse, ApiProblem> {
    let home = home_of(&app, &slug)?;
    Ok(HttpResponse::SeeOther()
        .insert_header(("location", home))
        .finish())
}

/// The address in a mail's header, opened by a person or a scanner: changes nothing, and leads to the page with the choice.
async fn page_of_the_mail(
    app: App,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, ApiProblem> {
    let (slug, token) = path.into_inner();
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let token = if token.bytes().all(is_plain) {
        token
    } else {
        String::new()
    };
    let home = home_of(&app, &slug)?;
    Ok(HttpResponse::SeeOther()
        .insert_header(("location", format!("{home}#p={token}")))
        .finish())
}

async fn add_slash(app: App, slug: web::Path<String>) -> Result<HttpResponse, ApiProblem> {
    let home = home_of(&app, &slug)?;
    Ok(HttpResponse::PermanentRedirect()
        .insert_header(("location", home))
        .finish())
}

fn authority_of(app: &App, slug: &str) -> Result<Arc<Authority>, ApiProblem> {
    let found = app.sources.directory.by_slug(slug);
    Ok(found.ok_or(Code::ResourceNotFound)?)
}

/// Where the client of an authority begins. Of an authority that exists: any other name, such as `\\host`, could lead a
/// browser to another site.
fn home_of(app: &App, slug: &str) -> Result<String, ApiProblem> {
    authority_of(app, slug)?;
    Ok(format!("/{slug}/m/"))
}

fn page(
    request: &HttpRequest,
    client: &str,
    languages: &&[Language],
) -> Result<HttpResponse, ApiProblem> {
    let manifest: Manifest = read_json("manifest.json");
    let pages = manifest.pages.get(client).ok_or_else(|| {
        let remedy = "the clients are not built into this server: start it with `cargo xtask run`";
        ApiProblem::detail(Code::ServiceUnavailable, remedy)
    })?;
    let language = language_for(request, languages);
    let name = pages.get(language.code()).ok_or(Code::ResourceNotFound)?;
    let mut answer = send(request, name)?;
    answer.insert_header((CACHE_CONTROL, "no-store"));
    answer.insert_header((VARY, "Accept-Encoding, Accept-Language, Cookie"));
    answer.insert_header(("content-security-policy", policy_of(name)));
    Ok(answer.body(body(request, name)))
}

/// The wanted language where it is offered, else the first that is.
fn language_for(request: &HttpRequest, offered: &[Language]) -> Language {
    wanted(request)
        .filter(|language| offered.contains(language))
        .or(offered.first().copied())
        .unwrap_or(Language::Nl)
}

/// By `?lang`, cookie, then the browser's own list.
fn wanted(request: &HttpRequest) -> Option<Language> {
    let asked = request
        .query_string()
        .split('&')
        .find_map(|pair| pair.strip_prefix("lang="));
    let cookie = request
        .cookie("lang")
        .map(|cookie| cookie.value().to_owned());
    let header = request
        .headers()
        .get(ACCEPT_LANGUAGE)
        .and_then(|header| header.to_str().ok())
        .unwrap_or_default();
    let listed = header
        .split(',')
        .filter_map(|tag| tag.split(';').next())
        .map(str::trim);
    let candidates = asked.into_iter().chain(cookie.as_deref()).chain(listed);
    candidates.into_iter().find_map(|tag| tag.parse().ok())
}

/// The policy of the clients' pages (trust.md §5.1), with the hashes of the page's own scripts and styles.
fn policy_of(page: &str) -> String {
    let mut all: BTreeMap<String, PageHashes> = read_json("csp.json");
    let hashes = all.remove(page).unwrap_or_default();
    let quoted = |hashes: Vec<String>| {
        hashes.iter().fold(String::new(), |all, hash| {
            all + &format!(" '{}'", hash.trim_matches('\''))
        })
    };
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{}; style-src 'self'{}; img-src 'self' data: blob:; \
         font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; \
         frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types default",
        quoted(hashes.script),
        quoted(hashes.style),
    )
}

/// A small file of the set; read each time in debug, where it may change, once in release.
fn read_json<T: serde::de::DeserializeOwned + Default>(name: &str) -> T {
    Files::get(name)
        .and_then(|file| serde_json::from_slice(&file.data).ok())
        .unwrap_or_default()
}

fn send(request: &HttpRequest, path: &str) -> Result<actix_web::HttpResponseBuilder, ApiProblem> {
    if Files::get(path).is_none() {
        return Err(Code::ResourceNotFound.into());
    }
    let mut answer = HttpResponse::Ok();
    answer.content_type(content_type(path));
    answer.insert_header((VARY, "Accept-Encoding"));
    if let Some((name, _)) = encoding(request, path) {
        answer.insert_header((CONTENT_ENCODING, name));
    }
    Ok(answer)
}

fn body(request: &HttpRequest, path: &str) -> Bytes {
    let packed =
        encoding(request, path).and_then(|(_, suffix)| Files::get(&format!("{path}{suffix}")));
    let file = packed.or_else(|| Files::get(path));
    match file.map(|file| file.data) {
        // In a release build the bytes stand in the program itself: nothing is copied.
        Some(Cow::Borrowed(bytes)) => Bytes::from_static(bytes),
        Some(Cow::Owned(bytes)) => bytes.into(),
        None => Bytes::new(),
    }
}

/// The best form that was compressed ahead of time and that the client takes.
fn encoding(request: &HttpRequest, path: &str) -> Option<(&'static str, &'static str)> {
    let takes = request
        .headers()
        .get(ACCEPT_ENCODING)
        .and_then(|header| header.to_str().ok())
        .unwrap_or_default();
    let forms = [("br", ".br"), ("gzip", ".gz")];
    forms.into_iter().find(|(name, suffix)| {
        takes.contains(name) && Files::get(&format!("{path}{suffix}")).is_some()
    })
}

fn content_type(path: &str) -> &'static str {
    static TYPES: OnceLock<BTreeMap<&'static str, &'static str>> = OnceLock::new();
    let types = TYPES.get_or_init(|| {
        BTreeMap::from([
            ("html", "text/html; charset=utf-8"),
            ("js", "text/javascript; charset=utf-8"),
            ("css", "text/css; charset=utf-8"),
            ("wasm", "application/wasm"),
            ("json", "application/json"),
            ("svg", "image/svg+xml"),
            ("png", "image/png"),
            ("ico", "image/x-icon"),
            ("woff2", "font/woff2"),
            ("webmanifest", "application/manifest+json"),
            ("txt", "text/plain; charset=utf-8"),
        ])
    });
    let extension = path.rsplit('.').next().unwrap_or_default();
    types
        .get(extension)
        .copied()
        .unwrap_or("application/octet-stream")
}
