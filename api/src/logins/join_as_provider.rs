//! Somebody who only sends signals accepts an invitation.

use actix_web::{HttpRequest, HttpResponse, post};
use policy::JoinAsProvider;
use shared::sign_in::{LoginTokens, OneTimeCode};
use workflow::people;

use super::entered;
use super::same_origin::SameOrigin;
use crate::http::{ApiProblem, App, Input, Permitted, Refusals};

/// Accepts an invitation of somebody who is a provider and nothing else: signs in, without any password.
///
/// Cookie and access token are those of a link in a mail. Used, revoked, too old, never there, or an invitation of staff:
/// one answer, `codeUnknown` (404).
#[utoipa::path(
    tag = "Logins",
    operation_id = "joinAsProvider",
    request_body(content = OneTimeCode, example = json!({"code": "M2Q4…"})),
    responses((status = 200, body = LoginTokens), Refusals)
)]
#[post("/invitations/join")]
pub(crate) async fn join_as_provider(
    permit: Permitted<JoinAsProvider>,
    app: App,
    request: HttpRequest,
    _ours: SameOrigin,
    draft: Input<OneTimeCode>,
) -> Result<HttpResponse, ApiProblem> {
    app.limits.sign_in(&request)?;
    permit.named_authority()?;
    let code = draft.value.code;
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let held = permit.clone();
    let work =
        move |tx: &mut storage::Tx<'_>| people::join_as_provider(tx, &permit, &sources, &code);
    let login = app.db.write(&held, work).await?;
    entered(&app, &login)
}
