//! Somebody leaves.

use actix_web::{HttpResponse, delete, web};
use policy::EndMembership;
use shared::id::MembershipId;
use workflow::people;

use crate::http::{ApiProblem, App, Expected, Permitted, Refusals};

/// Ends a membership. Every login of this person ends within ten seconds; histories go on naming who did what.
///
/// `lastAdministrator` (409) when nobody else could administer the authority. The account stays for other authorities.
#[utoipa::path(
    tag = "People",
    operation_id = "endMembership",
    params(("membershipId" = MembershipId, Path, description = "Id of the membership")),
    responses((status = 204), Refusals),
    security(("Bearer" = []))
)]
#[delete("/members/{membershipId}")]
pub(crate) async fn end_membership(
    permit: Permitted<EndMembership>,
    app: App,
    path: web::Path<MembershipId>,
    Expected(expected): Expected,
) -> Result<HttpResponse, ApiProblem> {
    let membership = path.into_inner();
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let held = permit.clone();
    let work = move |tx: &mut storage::Tx<'_>| {
        people::end_membership(tx, &permit, &sources, membership, expected)
    };
    app.forget_memberships(app.db.write(&held, work).await?);
    app.poll_revocations().await?;
    Ok(HttpResponse::NoContent().finish())
}
