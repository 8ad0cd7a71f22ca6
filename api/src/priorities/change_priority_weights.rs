//! An authority says which criteria count.

use actix_web::put;
use policy::ChangePriorityWeights;
use shared::priority::{PriorityWeights, WeightsDraft};

use crate::http::{ApiProblem, App, Expected, Input, Permitted, Refusals, Versioned};

/// Changes which criteria count, and how much: 0 (not at all) to 10.
///
/// What is not named does not count; at least one besides feasibility must. In round mode only reach, severity and
/// feasibility can. Without `weights` each counts as much again. Issues that have their place keep it. `If-Match` is the
/// version of the weights, 0 for the first time.
#[utoipa::path(
    tag = "Priorities",
    operation_id = "changePriorityWeights",
    request_body(content = WeightsDraft, example = json!({"weights": [{"criterion": "reach", "weight": 5}, {"criterion": "severity", "weight": 10}, {"criterion": "feasibility", "weight": 3}]})),
    responses((status = 200, body = PriorityWeights), Refusals),
    security(("Bearer" = []))
)]
#[put("/priorityWeights")]
pub(crate) async fn change_priority_weights(
    permit: Permitted<ChangePriorityWeights>,
    app: App,
    Expected(expected): Expected,
    draft: Input<WeightsDraft>,
) -> Result<Versioned<PriorityWeights>, ApiProblem> {
    let draft = draft.value;
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let held = permit.clone();
    let work = move |tx: &mut storage::Tx<'_>| {
        workflow::priorities::change_priority_weights(
            tx,
            &permit,
            &sources,
            expected,
            draft.clone(),
        )
    };
    let body = app.db.write(&held, work).await?;
    Ok(Versioned {
        version: body.version,
        body,
    })
}
