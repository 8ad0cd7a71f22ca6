//! Who am I.

use actix_web::{get, web};
use policy::GetMe;
use shared::person::Me;
use workflow::people;

use crate::http::{ApiProblem, App, Permitted, Refusals};

/// The signed-in person with the roles in each authority.
///
/// Rights are read from the server each time, at most five seconds old: a token holds none. An empty list of
/// memberships means that this person may do nothing (any more).
#[utoipa::path(
    tag = "People",
    operation_id = "getMe",
    responses((status = 200, body = Me), Refusals),
    security(("Bearer" = []))
)]
#[get("/me")]
pub(crate) async fn get_me(
    permit: Permitted<GetMe>,
    app: App,
) -> Result<web::Json<Me>, ApiProblem> {
    let staff = permit.staff.clone();
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let scope = permit.scope().clone();
    let read = move |tx: &mut storage::Tx<'_>| people::get_me(tx, &permit, &sources);
    let mut me = app.db.read(&scope, read).await?;
    // What this login may do, which may be less than what the person may.
    let roles = |id| {
        let known = staff.as_ref().map(|staff| staff.memberships.iter());
        let mine = known?.clone().find(|known| known.id == id)?;
        Some(mine.roles.clone())
    };
    me.memberships
        .retain_mut(|membership| match roles(membership.id) {
            Some(roles) => {
                membership.roles = roles;
                true
            }
            None => false,
        });
    Ok(web::Json(me))
}
