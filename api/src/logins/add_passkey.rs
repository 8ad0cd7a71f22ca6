//! Somebody keeps a passkey that her device made.

use actix_web::http::header::LOCATION;
use actix_web::{HttpRequest, HttpResponse, post};
use policy::AddPasskey;
use shared::passkey::{Passkey, PasskeyDraft};
use shared::problem::Code;
use workflow::doors::{self, Answered};

use super::passkeys::party;
use crate::http::{ApiProblem, App, Input, Permitted, Refusals};

/// Keeps a passkey that the device made after `beginPasskey`.
///
/// Answered before, too late, for another person or not true: one answer, `codeUnknown` (404).
#[utoipa::path(
    tag = "Logins",
    operation_id = "addPasskey",
    request_body(content = PasskeyDraft, example = json!({
        "name": "iPhone",
        "clientData": "eyJ0eXBlIjoi…",
        "attestation": "o2NmbXRkbm9u…"
    })),
    responses((status = 201, body = Passkey), Refusals),
    security(("Bearer" = []))
)]
#[post("/myPasskeys")]
pub(crate) async fn add_passkey(
    permit: Permitted<AddPasskey>,
    app: App,
    request: HttpRequest,
    draft: Input<PasskeyDraft>,
) -> Result<HttpResponse, ApiProblem> {
    app.limits.sign_in(&request)?;
    let party = party(&app)?;
    let new = draft.value.parse()?;
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let held = permit.clone();
    let work =
        move |tx: &mut storage::Tx<'_>| doors::add_passkey(tx, &permit, &sources, &party, &new);
    match app.db.write(&held, work).await? {
        Answered::Right(passkey) => Ok(HttpResponse::Created()
            .insert_header((LOCATION, format!("/api/v1/myPasskeys/{}", passkey.id)))
            .json(passkey)),
        Answered::Wrong | Answered::Copied => Err(Code::CodeUnknown.into()),
    }
}
