//! Somebody who is signed in asks for a passkey.

use actix_web::{post, web};
use policy::BeginPasskey;
use shared::passkey::PasskeyOffer;
use shared::timeline::Empty;
use workflow::doors;

use super::passkeys::party;
use crate::http::{ApiProblem, App, Input, Permitted, Refusals};

/// Asks for a new passkey: what the device of whoever is signed in needs to make one.
///
/// The challenge is good for one `addPasskey`, for five minutes. `wrongState` (409) with ten passkeys; 404 where the
/// server has a number for an address, since passkeys belong to names.
#[utoipa::path(
    tag = "Logins",
    operation_id = "beginPasskey",
    request_body(content = Empty, example = json!({})),
    responses((status = 200, body = PasskeyOffer), Refusals),
    security(("Bearer" = []))
)]
#[post("/myPasskeys/begin")]
pub(crate) async fn begin_passkey(
    permit: Permitted<BeginPasskey>,
    app: App,
    _nothing: Input<Empty>,
) -> Result<web::Json<PasskeyOffer>, ApiProblem> {
    let party = party(&app)?;
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let held = permit.clone();
    let work = move |tx: &mut storage::Tx<'_>| doors::begin_passkey(tx, &permit, &sources, &party);
    Ok(web::Json(app.db.write(&held, work).await?))
}
