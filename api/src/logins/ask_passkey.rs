//! Somebody wants to sign in by a passkey.

use actix_web::{HttpRequest, post, web};
use policy::AskPasskey;
use shared::passkey::PasskeyQuestion;
use shared::timeline::Empty;
use workflow::doors;

use super::passkeys::party;
use super::same_origin::SameOrigin;
use crate::http::{ApiProblem, App, Input, Permitted, Refusals};

/// Asks whoever is there for a passkey; nobody says who she is, and the answer is the same for everybody.
///
/// The challenge is good for one `usePasskey`, for five minutes. 404 where the server has a number for an address, since
/// passkeys belong to names.
#[utoipa::path(
    tag = "Logins",
    operation_id = "askPasskey",
    request_body(content = Empty, example = json!({})),
    responses((status = 200, body = PasskeyQuestion), Refusals)
)]
#[post("/passkeyLogins/begin")]
pub(crate) async fn ask_passkey(
    permit: Permitted<AskPasskey>,
    app: App,
    request: HttpRequest,
    _ours: SameOrigin,
    _nothing: Input<Empty>,
) -> Result<web::Json<PasskeyQuestion>, ApiProblem> {
    app.limits.sign_in(&request)?;
    permit.named_authority()?;
    let party = party(&app)?;
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let held = permit.clone();
    let work = move |tx: &mut storage::Tx<'_>| doors::ask_passkey(tx, &permit, &sources, &party);
    Ok(web::Json(app.db.write(&held, work).await?))
}
