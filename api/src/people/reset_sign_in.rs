//! An administrator helps somebody who cannot sign in any more.

use actix_web::{post, web};
use policy::ResetSignIn;
use shared::id::MembershipId;
use shared::person::Invitation;
use shared::timeline::Empty;
use workflow::{Attempt, people};

use crate::http::{ApiProblem, App, Created, Input, Permitted, Refusals, RepeatKey};

/// Sends a member a link, to the member's own address, for another password and another authenticator app.
///
/// The link works once and for two days; the answer does not hold it. Until it is used nothing changes; then every login of
/// this person ends. Links that were sent before it end.
#[utoipa::path(
    tag = "People",
    operation_id = "resetSignIn",
    params(("membershipId" = MembershipId, Path, description = "Id of the membership")),
    request_body(content = Empty, example = json!({})),
    responses((status = 201, body = Invitation), Refusals),
    security(("Bearer" = []))
)]
#[post("/members/{membershipId}/signInReset")]
pub(crate) async fn reset_sign_in(
    permit: Permitted<ResetSignIn>,
    app: App,
    path: web::Path<MembershipId>,
    RepeatKey(key): RepeatKey,
    draft: Input<Empty>,
) -> Result<Created<Invitation>, ApiProblem> {
    let membership = path.into_inner();
    // The same key for another member is another body.
    let body = format!("{membership}\n{}", String::from_utf8_lossy(&draft.bytes)).into_bytes();
    let attempt = Attempt { key, body };
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let held = permit.clone();
    let work = move |tx: &mut storage::Tx<'_>| {
        people::reset_sign_in(tx, &permit, &sources, &attempt, membership)
    };
    let body = app.db.write(&held, work).await?;
    Ok(Created {
        href: format!("/api/v1/invitations/{}", body.id),
        version: None,
        body,
    })
}
