//! An administrator takes an invitation back.

use actix_web::{HttpResponse, delete, web};
use policy::RevokeInvitation;
use shared::id::InvitationId;
use workflow::people;

use crate::http::{ApiProblem, App, Permitted, Refusals};

/// Ends an invitation; its link does nothing any more.
///
/// Only the link ends: who accepted it already stays a member (`endMembership`).
#[utoipa::path(
    tag = "People",
    operation_id = "revokeInvitation",
    params(("invitationId" = InvitationId, Path, description = "Id of the invitation")),
    responses((status = 204), Refusals),
    security(("Bearer" = []))
)]
#[delete("/invitations/{invitationId}")]
pub(crate) async fn revoke_invitation(
    permit: Permitted<RevokeInvitation>,
    app: App,
    path: web::Path<InvitationId>,
) -> Result<HttpResponse, ApiProblem> {
    let invitation = path.into_inner();
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let held = permit.clone();
    let work = move |tx: &mut storage::Tx<'_>| {
        people::revoke_invitation(tx, &permit, &sources, invitation)
    };
    app.db.write(&held, work).await?;
    Ok(HttpResponse::NoContent().finish())
}
