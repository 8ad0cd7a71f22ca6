//! What an invitation offers.

use actix_web::{HttpRequest, post, web};
use policy::ReadInvitation;
use shared::sign_in::{InvitationOffer, OneTimeCode};
use workflow::people;

use crate::http::{ApiProblem, App, Input, Permitted, Refusals};

/// Shows an invitation before it is accepted: who is invited as what, and, for a new account, the secret for an
/// authenticator app. Used, revoked, too old, never there: one answer.
///
/// The code travels in the body, never in an address. `codeUnknown` (404) tells nothing more; thirty attempts a minute
/// from one network, then 429.
#[utoipa::path(
    tag = "People",
    operation_id = "readInvitation",
    request_body(content = OneTimeCode, example = json!({"code": "M2Q4…"})),
    responses((status = 200, body = InvitationOffer), Refusals)
)]
#[post("/invitations/query")]
pub(crate) async fn read_invitation(
    permit: Permitted<ReadInvitation>,
    app: App,
    request: HttpRequest,
    draft: Input<OneTimeCode>,
) -> Result<web::Json<InvitationOffer>, ApiProblem> {
    app.limits.sign_in(&request)?;
    permit.named_authority()?;
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let scope = permit.scope().clone();
    let code = draft.value.code;
    let read =
        move |tx: &mut storage::Tx<'_>| people::read_invitation(tx, &permit, &sources, &code);
    Ok(web::Json(app.db.read(&scope, read).await?))
}
