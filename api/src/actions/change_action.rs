//! Title, owner or day of an action changes.

use actix_web::{put, web};
use policy::ChangeAction;
use shared::action::{Action, ActionDraft};
use shared::id::ActionId;

use super::versioned;
use crate::http::{ApiProblem, App, Expected, Input, Permitted, Refusals, Versioned};

/// Changes an action that is not over.
///
/// Title, owner and due day are replaced as a whole. `wrongState` when it is done or cancelled; `staleVersion` when
/// somebody else changed it.
#[utoipa::path(
    tag = "Actions",
    operation_id = "changeAction",
    params(("actionId" = ActionId, Path, description = "Id of the action")),
    request_body(content = ActionDraft, example = json!({
        "title": "Mobiel loket op de weekmarkt",
        "owner": "4a1f2c3d-7b60-4f0e-8a52-1d9a5b1f7c22",
        "dueOn": "2027-04-01"
    })),
    responses((status = 200, body = Action), Refusals),
    security(("Bearer" = []))
)]
#[put("/actions/{actionId}")]
pub(crate) async fn change_action(
    permit: Permitted<ChangeAction>,
    app: App,
    path: web::Path<ActionId>,
    Expected(expected): Expected,
    draft: Input<ActionDraft>,
) -> Result<Versioned<Action>, ApiProblem> {
    let action = path.into_inner();
    let new = draft.value.parse()?;
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let action = app
        .db
        .write(&permit.clone(), move |tx| {
            workflow::actions::change_action(tx, &permit, &sources, action, expected, &new)
        })
        .await?;
    Ok(versioned(action))
}
