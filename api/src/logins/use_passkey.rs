//! Somebody signs in by a passkey.

use actix_web::{HttpRequest, HttpResponse, post};
use policy::UsePasskey;
use shared::passkey::PasskeyAnswer;
use shared::problem::Code;
use shared::sign_in::LoginTokens;
use workflow::doors::{self, Answered};

use super::entered;
use super::passkeys::party;
use super::same_origin::SameOrigin;
use crate::http::{ApiProblem, App, Input, Permitted, Refusals};
use crate::limits::SECURITY;

/// Signs in by the answer of a device to `askPasskey`, with the rights of a provider and no more.
///
/// Cookie and access token are those of a link in a mail. Answered before, too late, a passkey that nobody has here, or
/// not true: one answer, `codeUnknown` (404).
#[utoipa::path(
    tag = "Logins",
    operation_id = "usePasskey",
    request_body(content = PasskeyAnswer, example = json!({
        "credential": "m2Xw…",
        "clientData": "eyJ0eXBlIjoi…",
        "authenticatorData": "SZYN5YgO…",
        "signature": "MEUCIQ…",
        "userHandle": "q83vEjRWeJCrze8SNFZ4kA"
    })),
    responses((status = 200, body = LoginTokens), Refusals)
)]
#[post("/passkeyLogins")]
pub(crate) async fn use_passkey(
    permit: Permitted<UsePasskey>,
    app: App,
    request: HttpRequest,
    _ours: SameOrigin,
    draft: Input<PasskeyAnswer>,
) -> Result<HttpResponse, ApiProblem> {
    app.limits.sign_in(&request)?;
    permit.named_authority()?;
    let (party, answer) = (party(&app)?, draft.value);
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let held = permit.clone();
    let work =
        move |tx: &mut storage::Tx<'_>| doors::use_passkey(tx, &permit, &sources, &party, &answer);
    match app.db.write(&held, work).await? {
        Answered::Right(login) => entered(&app, &login),
        Answered::Copied => {
            tracing::warn!(target: SECURITY, { security.event = "passkeyCopied" }, "a passkey counts less than it did: there may be a copy of it");
            Err(Code::CodeUnknown.into())
        }
        Answered::Wrong => Err(Code::CodeUnknown.into()),
    }
}
