//! Validated issues side by side.

use actix_web::{get, web};
use policy::ListPriorities;
use shared::priority::Priorities;

use super::one_authority;
use crate::http::{ApiProblem, App, Permitted, Refusals};

/// Lists validated issues with what was scored, and those that have a place and wait for a decision or an action.
///
/// `spreads` is absent while the asking person scored nothing on an issue and the lead processor did not open its scores.
/// Scores never carry who gave them. The order is the reader's to compute, with `weights` or with others; it is fixed by
/// `prioritiseIssues` only.
#[utoipa::path(
    tag = "Priorities",
    operation_id = "listPriorities",
    responses((status = 200, body = Priorities), Refusals),
    security(("Bearer" = []))
)]
#[get("/priorities")]
pub(crate) async fn list_priorities(
    permit: Permitted<ListPriorities>,
    app: App,
) -> Result<web::Json<Priorities>, ApiProblem> {
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let authority = one_authority(&permit)?;
    let scope = permit.scope().clone();
    let read = move |tx: &mut storage::Tx<'_>| {
        workflow::priorities::list_priorities(tx, &permit, &sources, authority)
    };
    Ok(web::Json(app.db.read(&scope, read).await?))
}
