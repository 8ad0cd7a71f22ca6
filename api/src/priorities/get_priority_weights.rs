//! Which criteria count.

use actix_web::get;
use policy::GetPriorityWeights;
use shared::priority::PriorityWeights;

use super::one_authority;
use crate::http::{ApiProblem, App, Permitted, Refusals, Versioned};

/// Shows which criteria count for the authority, and how much.
///
/// Where nobody chose (`usual`), each counts as much: 5. In round mode there are three: reach, severity and feasibility.
#[utoipa::path(
    tag = "Priorities",
    operation_id = "getPriorityWeights",
    responses((status = 200, body = PriorityWeights), Refusals),
    security(("Bearer" = []))
)]
#[get("/priorityWeights")]
pub(crate) async fn get_priority_weights(
    permit: Permitted<GetPriorityWeights>,
    app: App,
) -> Result<Versioned<PriorityWeights>, ApiProblem> {
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let authority = one_authority(&permit)?;
    let scope = permit.scope().clone();
    let read = move |tx: &mut storage::Tx<'_>| {
        workflow::priorities::get_priority_weights(tx, &permit, &sources, authority)
    };
    let body = app.db.read(&scope, read).await?;
    Ok(Versioned {
        version: body.version,
        body,
    })
}
