//! What only our own pages may ask: everything that a cookie opens (trust.md §3, CSRF).

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::{CONTENT_TYPE, HeaderMap, ORIGIN};
use actix_web::{FromRequest, HttpRequest, web};
use shared::problem::Code;

use crate::http::ApiProblem;
use crate::state::AppState;

/// A request that came from a page of this server.
pub(super) struct SameOrigin;

impl FromRequest for SameOrigin {
    type Error = ApiProblem;
    type Future = Ready<Result<Self, ApiProblem>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let app = request.app_data::<web::Data<AppState>>();
        let base = app.map(|app| app.config.public_base_url());
        ready(check(request.headers(), &base.unwrap_or_default()))
    }
}

fn check(headers: &HeaderMap, base_url: &str) -> Result<SameOrigin, ApiProblem> {
    let value = |name: &str| headers.get(name).and_then(|header| header.to_str().ok());
    // A form of another site can post text, but neither JSON nor nothing.
    let kind = value(CONTENT_TYPE.as_str());
    if kind.is_some_and(|kind| !kind.starts_with("application/json")) {
        let remedy = "send Content-Type: application/json";
        return Err(ApiProblem::detail(Code::UnsupportedMediaType, remedy));
    }
    let is_ours = match value("sec-fetch-site") {
        Some(site) => site == "same-origin",
        None => value(ORIGIN.as_str()) == Some(base_url),
    };
    if is_ours {
        return Ok(SameOrigin);
    }
    let remedy = "the cookie of a login opens nothing for other sites; send Origin as well";
    Err(ApiProblem::detail(Code::MissingPermission, remedy))
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn answer(headers: &[(&str, &str)]) -> u16 {
        let with = |request: TestRequest, header: &(&str, &str)| request.insert_header(*header);
        let request = headers.iter().fold(TestRequest::post(), with);
        check(request.to_http_request().headers(), "https://s.example")
            .map_or_else(|problem| problem.0.status, |_| 200)
    }

    #[test]
    fn only_our_own_pages_may_use_the_cookie() {
        assert_eq!(answer(&[("sec-fetch-site", "same-origin")]), 200);
        assert_eq!(answer(&[("origin", "https://s.example")]), 200);
        for site in ["cross-site", "same-site", "none"] {
            let both = [("sec-fetch-site", site), ("origin", "https://s.example")];
            assert_eq!(answer(&both), 403, "{site}");
        }
        assert_eq!(answer(&[("origin", "https://evil.example")]), 403);
        assert_eq!(answer(&[]), 403, "nobody says where it came from");
    }

    #[test]
    fn a_form_cannot_post_here() {
        let form = ("content-type", "application/x-www-form-urlencoded");
        assert_eq!(answer(&[("sec-fetch-site", "same-origin"), form]), 415);
    }
}
