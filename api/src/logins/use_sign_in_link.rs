//! Somebody opens a link to sign in with and presses its button.

use actix_web::{HttpRequest, HttpResponse, post};
use policy::UseSignInLink;
use shared::sign_in::{OpenedSignInLink, SignInToken};
use workflow::doors::{self, Opened};

use super::browser_mark::{mark, no_cookie};
use super::same_origin::SameOrigin;
use super::{cookie, tokens};
use crate::http::{ApiProblem, App, Input, Permitted, Refusals};

/// Uses a link up: in the browser that asked for it somebody is signed in then, in another one six digits are shown, to
/// be typed in the browser that asked.
///
/// The token travels in the body, never in an address. Used, too old, never there: one answer, `codeUnknown` (404).
#[utoipa::path(
    tag = "Logins",
    operation_id = "useSignInLink",
    request_body(content = SignInToken, example = json!({"token": "q83vEjRWeJCrze8SNFZ4kA"})),
    responses((status = 200, body = OpenedSignInLink), Refusals)
)]
#[post("/signInLinks/use")]
pub(crate) async fn use_sign_in_link(
    permit: Permitted<UseSignInLink>,
    app: App,
    request: HttpRequest,
    _ours: SameOrigin,
    draft: Input<SignInToken>,
) -> Result<HttpResponse, ApiProblem> {
    app.limits.sign_in(&request)?;
    let (token, browser) = (draft.value.token, mark(&request));
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let held = permit.clone();
    let work = move |tx: &mut storage::Tx<'_>| {
        doors::use_sign_in_link(tx, &permit, &sources, &token, browser.as_ref())
    };
    let answer = match app.db.write(&held, work).await? {
        Opened::Login(login) => {
            app.forget_memberships(login.user);
            HttpResponse::Ok()
                .cookie(cookie(&app, &login))
                .cookie(no_cookie())
                .json(OpenedSignInLink {
                    login: Some(tokens(&app, &login)?),
                    digits: None,
                })
        }
        Opened::Digits(digits) => HttpResponse::Ok().json(OpenedSignInLink {
            login: None,
            digits: Some(digits.reveal()),
        }),
    };
    Ok(answer)
}
