//! Somebody types the digits that another browser showed.

use actix_web::{HttpRequest, HttpResponse, post};
use policy::ConfirmSignIn;
use shared::problem::Code;
use shared::sign_in::{LoginTokens, SignInDigits};
use workflow::doors::{self, Confirmed};

use super::browser_mark::{mark, no_cookie};
use super::same_origin::SameOrigin;
use super::{cookie, tokens};
use crate::http::{ApiProblem, App, Input, Permitted, Refusals};

/// Signs in the browser that asked for a link, by the digits that another browser showed.
///
/// Five tries per link. Wrong, too late, too many: one answer, `codeUnknown` (404).
#[utoipa::path(
    tag = "Logins",
    operation_id = "confirmSignIn",
    request_body(content = SignInDigits, example = json!({"digits": "123456"})),
    responses((status = 200, body = LoginTokens), Refusals)
)]
#[post("/signInLinks/confirm")]
pub(crate) async fn confirm_sign_in(
    permit: Permitted<ConfirmSignIn>,
    app: App,
    request: HttpRequest,
    _ours: SameOrigin,
    draft: Input<SignInDigits>,
) -> Result<HttpResponse, ApiProblem> {
    app.limits.sign_in(&request)?;
    let browser = mark(&request).ok_or(Code::CodeUnknown)?;
    let digits = draft.value.digits;
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let held = permit.clone();
    let work = move |tx: &mut storage::Tx<'_>| {
        doors::confirm_sign_in(tx, &permit, &sources, &digits, &browser)
    };
    match app.db.write(&held, work).await? {
        Confirmed::Login(login) => {
            app.forget_memberships(login.user);
            Ok(HttpResponse::Ok()
                .cookie(cookie(&app, &login))
                .cookie(no_cookie())
                .json(tokens(&app, &login)?))
        }
        Confirmed::Wrong => Err(Code::CodeUnknown.into()),
    }
}
