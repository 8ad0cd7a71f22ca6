//! The cookie that says which browser asked for a link to sign in with.

use actix_web::HttpRequest;
use actix_web::cookie::Cookie;
use actix_web::cookie::time::Duration;
use identity::sign_in_links::BrowserMark;
use workflow::doors::LINK_MINUTES;

use super::built;

const COOKIE: &str = "__Host-link";

/// The mark that a browser brought.
pub(super) fn mark(request: &HttpRequest) -> Option<BrowserMark> {
    BrowserMark::parse(request.cookie(COOKIE)?.value())
}

/// The cookie with a mark, for as long as its link works.
pub(super) fn cookie(mark: &BrowserMark) -> Cookie<'static> {
    built(COOKIE, mark.reveal(), Duration::minutes(LINK_MINUTES))
}

/// Takes the mark away.
pub(super) fn no_cookie() -> Cookie<'static> {
    built(COOKIE, String::new(), Duration::ZERO)
}
