//! An administrator changes what somebody may do.

use actix_web::{put, web};
use policy::ChangeRoles;
use shared::id::MembershipId;
use shared::person::{Member, RolesDraft};
use workflow::people;

use crate::http::{ApiProblem, App, Expected, Input, Permitted, Refusals, Versioned};

/// Replaces the roles of a member. Every login of this person ends within ten seconds.
///
/// The list replaces the one before. `lastAdministrator` (409) when nobody else could administer the authority.
#[utoipa::path(
    tag = "People",
    operation_id = "changeRoles",
    params(("membershipId" = MembershipId, Path, description = "Id of the membership")),
    request_body(content = RolesDraft, example = json!({"roles": ["processor", "policyOfficer"]})),
    responses((status = 200, body = Member), Refusals),
    security(("Bearer" = []))
)]
#[put("/members/{membershipId}/roles")]
pub(crate) async fn change_roles(
    permit: Permitted<ChangeRoles>,
    app: App,
    path: web::Path<MembershipId>,
    Expected(expected): Expected,
    draft: Input<RolesDraft>,
) -> Result<Versioned<Member>, ApiProblem> {
    let (membership, roles) = (path.into_inner(), draft.value.parse()?);
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let held = permit.clone();
    let work = move |tx: &mut storage::Tx<'_>| {
        people::change_roles(tx, &permit, &sources, membership, expected, &roles)
    };
    let body = app.db.write(&held, work).await?;
    app.poll_revocations().await?;
    Ok(Versioned {
        version: body.version,
        body,
    })
}
