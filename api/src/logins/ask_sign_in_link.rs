//! A provider asks for a link to sign in with.

use actix_web::{HttpRequest, HttpResponse, post};
use identity::sign_in_links::BrowserMark;
use policy::AskSignInLink;
use shared::sign_in::SignInLinkDraft;
use workflow::doors;

use super::browser_mark::{cookie, mark};
use super::same_origin::SameOrigin;
use crate::http::permitted::ENTRY_TOKEN;
use crate::http::{ApiProblem, App, Input, Permitted, Refusals};

/// Sends a link to sign in with as a provider, which works once, for ten minutes.
///
/// The answer is the same for every address. A mail goes to who has an account with this authority and, where the entry
/// token of a link that works comes along, to anybody: using the link then makes the account. Cookie `__Host-link` marks
/// the browser that asked. Three mails an hour per address, twenty per network; beyond, 429.
#[utoipa::path(
    tag = "Logins",
    operation_id = "askSignInLink",
    request_body(content = SignInLinkDraft, example = json!({"email": "an@linde.example", "locale": "nl"})),
    responses((status = 204), Refusals)
)]
#[post("/signInLinks")]
pub(crate) async fn ask_sign_in_link(
    permit: Permitted<AskSignInLink>,
    app: App,
    request: HttpRequest,
    _ours: SameOrigin,
    draft: Input<SignInLinkDraft>,
) -> Result<HttpResponse, ApiProblem> {
    let authority = permit.named_authority()?;
    let new = draft.value.parse()?;
    app.limits.sign_in_mail(&request)?;
    let token = request.headers().get(ENTRY_TOKEN);
    let joins = match token.and_then(|token| token.to_str().ok()) {
        Some(token) => app.entry_link(authority, token).await?.is_some(),
        None => false,
    };
    // Several links may wait in one browser: whichever mail is opened there signs in.
    let browser = mark(&request).unwrap_or_else(|| BrowserMark::draw(&*app.sources.randomness));
    let answer = HttpResponse::NoContent().cookie(cookie(&browser)).finish();
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let held = permit.clone();
    let work = move |tx: &mut storage::Tx<'_>| {
        doors::ask_sign_in_link(tx, &permit, &sources, &new, &browser, joins)
    };
    app.db.write(&held, work).await?;
    Ok(answer)
}
