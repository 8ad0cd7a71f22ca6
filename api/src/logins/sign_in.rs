//! A member of staff signs in.

use actix_web::{HttpRequest, HttpResponse, post};
use policy::SignIn;
use shared::problem::Code;
use shared::sign_in::{LoginTokens, SignInDraft};
use workflow::doors;

use super::{began, check};
use crate::http::{ApiProblem, App, Input, Permitted, Refusals};

/// Signs in with address, password and one-time code.
///
/// Which of the three was wrong is not told. The refresh token comes in cookie `__Host-rt`; the access token lives ten
/// minutes. Five attempts a minute need no waiting; then 429 tells when to come back.
#[utoipa::path(
    tag = "Logins",
    operation_id = "signIn",
    request_body(content = SignInDraft, example = json!({
        "email": "an@linde.example",
        "password": "kruiwagen pinda lantaarn",
        "totp": "123456"
    })),
    responses((status = 201, body = LoginTokens), Refusals)
)]
#[post("/logins")]
pub(crate) async fn sign_in(
    permit: Permitted<SignIn>,
    app: App,
    request: HttpRequest,
    draft: Input<SignInDraft>,
) -> Result<HttpResponse, ApiProblem> {
    app.limits.sign_in(&request)?;
    let SignInDraft {
        email,
        password,
        totp,
    } = draft.value;
    let checked = check(&app, email, password).await?;
    let account = checked.account.ok_or(Code::SignInFailed)?;
    let (verdict, stronger) = (checked.verdict, checked.stronger);
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let held = permit.clone();
    let work = move |tx: &mut storage::Tx<'_>| {
        let stronger = stronger.as_ref();
        doors::sign_in(tx, &permit, &sources, &account, verdict, &totp, stronger)
    };
    began(&app, &app.db.write(&held, work).await?)
}
