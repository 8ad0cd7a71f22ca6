//! The public page of an authority and its feeds (ux.md D19): markup made here, readable without script and without style.

mod atom;
mod html;
mod json_feed;
mod markup;
mod missing;
mod words;

use actix_web::http::header::{CACHE_CONTROL, ETAG, IF_NONE_MATCH, LOCATION};
use actix_web::{HttpRequest, HttpResponse, web};
use shared::codes::{ClosedList, Language};
use shared::problem::Code;
use workflow::published::{self, PublicPage};

use crate::http::{ApiProblem, App};
use policy::Scope;

/// Where the feeds of an authority stand, beside its page.
const ATOM: &str = "feed.atom";
const JSON_FEED: &str = "feed.json";

/// Registers the pages. They stand last: `/{slug}/` would catch other addresses.
pub(crate) fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/robots.txt", web::get().to(robots))
        .route("/{slug}/feed.atom", web::get().to(atom_feed))
        .route("/{slug}/feed.json", web::get().to(json_feed))
        .route("/{slug}/", web::get().to(page))
        .route("/{slug}", web::get().to(add_slash));
}

/// What is asked of an authority: everything to show, in which language, with the addresses it names.
struct Asked {
    page: PublicPage,
    language: Language,
    /// Where the page stands, with `/` at the end.
    home: String,
}

impl Asked {
    /// What the page and its feeds are called.
    fn title(&self) -> String {
        let title = words::word("public.title", self.language);
        format!("{title} - {}", self.page.name)
    }

    /// The address of the page, or of a file beside it, in the language that was asked for.
    fn address(&self, file: &str) -> String {
        self.address_in(file, self.language)
    }

    /// The same in another language. The first one needs no word of it.
    fn address_in(&self, file: &str, language: Language) -> String {
        let is_first = self.page.languages.first() == Some(&language);
        let home = &self.home;
        if is_first {
            format!("{home}{file}")
        } else {
            format!("{home}{file}?lang={}", language.code())
        }
    }
}

async fn page(
    request: HttpRequest,
    app: App,
    slug: web::Path<String>,
) -> Result<HttpResponse, ApiProblem> {
    let Some(asked) = asked(&request, &app, &slug).await? else {
        return missing(&request);
    };
    let number = parameter(&request, "page").and_then(|page| page.parse().ok());
    let body = html::page(&asked, number.unwrap_or(1));
    let mut answer = HttpResponse::Ok();
    answer.insert_header(("content-security-policy", html::policy()));
    answer.insert_header(("content-language", asked.language.code()));
    Ok(send(&request, answer, "text/html; charset=utf-8", body))
}

async fn atom_feed(
    request: HttpRequest,
    app: App,
    slug: web::Path<String>,
) -> Result<HttpResponse, ApiProblem> {
    let asked = asked(&request, &app, &slug).await?;
    let body = atom::feed(&asked.ok_or(Code::ResourceNotFound)?);
    let kind = "application/atom+xml; charset=utf-8";
    Ok(send(&request, HttpResponse::Ok(), kind, body))
}

async fn json_feed(
    request: HttpRequest,
    app: App,
    slug: web::Path<String>,
) -> Result<HttpResponse, ApiProblem> {
    let asked = asked(&request, &app, &slug).await?;
    let body = json_feed::feed(&asked.ok_or(Code::ResourceNotFound)?);
    Ok(send(
        &request,
        HttpResponse::Ok(),
        "application/feed+json",
        body,
    ))
}

async fn add_slash(
    request: HttpRequest,
    app: App,
    slug: web::Path<String>,
) -> Result<HttpResponse, ApiProblem> {
    match app.sources.directory.by_slug(&slug) {
        Some(authority) => Ok(HttpResponse::PermanentRedirect()
            .insert_header((LOCATION, format!("/{}/", authority.slug)))
            .finish()),
        None => missing(&request),
    }
}

/// Search engines may read what is meant for everybody, and nothing else.
async fn robots() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .body(
            "User-agent: *\nDisallow: /api/\nDisallow: /desk/\nDisallow: /doc/\nDisallow: /*/m/\n",
        )
}

/// Nothing where there is no such authority.
async fn asked(request: &HttpRequest, app: &App, slug: &str) -> Result<Option<Asked>, ApiProblem> {
    let Some(authority) = app.sources.directory.by_slug(slug) else {
        return Ok(None);
    };
    let (sources, id) = (app.sources.clone(), authority.id);
    let page = app
        .db
        .read(&Scope::looking_up(id), move |tx| {
            published::public_page(tx, &sources, id)
        })
        .await?;
    let wanted = parameter(request, "lang").and_then(Language::of_code);
    let language = wanted
        .filter(|language| page.languages.contains(language))
        .or(page.languages.first().copied())
        .unwrap_or(Language::Nl);
    let home = format!("{}/{}/", app.config.public_base_url(), page.slug);
    Ok(Some(Asked {
        page,
        language,
        home,
    }))
}

/// Browsers get a page; programs the problem that they get everywhere.
fn missing(request: &HttpRequest) -> Result<HttpResponse, ApiProblem> {
    let accepted = request.headers().get("accept");
    let takes_pages = accepted
        .and_then(|accepted| accepted.to_str().ok())
        .is_some_and(|accepted| accepted.contains("text/html"));
    if !takes_pages {
        return Err(Code::ResourceNotFound.into());
    }
    Ok(HttpResponse::NotFound()
        .content_type("text/html; charset=utf-8")
        .insert_header(("content-security-policy", html::policy()))
        .insert_header((CACHE_CONTROL, "no-cache"))
        .body(missing::page(Language::Nl)))
}

/// Asked again each time, so that what is taken back is gone; unchanged, only that is said.
fn send(
    request: &HttpRequest,
    mut answer: actix_web::HttpResponseBuilder,
    kind: &'static str,
    body: String,
) -> HttpResponse {
    let digest = identity::digest::in_hex(body.as_bytes());
    let tag = format!("\"{}\"", digest.get(..32).unwrap_or_default());
    let known = request.headers().get(IF_NONE_MATCH);
    let is_known = known
        .and_then(|known| known.to_str().ok())
        .is_some_and(|known| known.split(',').any(|one| one.trim() == tag));
    answer.insert_header((ETAG, tag));
    answer.insert_header((CACHE_CONTROL, "public, no-cache"));
    if is_known {
        return answer
            .status(actix_web::http::StatusCode::NOT_MODIFIED)
            .finish();
    }
    answer.content_type(kind).body(body)
}

fn parameter<'a>(request: &'a HttpRequest, name: &str) -> Option<&'a str> {
    let pairs = request.query_string().split('&');
    pairs
        .filter_map(|pair| pair.split_once('='))
        .find(|(known, _)| *known == name)
        .map(|(_, value)| value)
}
