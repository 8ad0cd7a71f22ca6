//! An action starts, ends, is cancelled, or runs again.

use actix_web::{post, web};
use policy::MoveAction;
use shared::action::{Action, ActionStepDraft};
use shared::id::ActionId;

use super::versioned;
use crate::http::{ApiProblem, App, Expected, Input, Permitted, Refusals, Versioned};

/// Moves an action.
///
/// With the first one that starts, its issue goes into action and every provider is owed the news. Finishing owes what
/// became of it, cancelling its reason.
#[utoipa::path(
    tag = "Actions",
    operation_id = "moveAction",
    params(("actionId" = ActionId, Path, description = "Id of the action")),
    request_body(content = ActionStepDraft, example = json!({"event": "start"})),
    responses((status = 200, body = Action), Refusals),
    security(("Bearer" = []))
)]
#[post("/actions/{actionId}/steps")]
pub(crate) async fn move_action(
    permit: Permitted<MoveAction>,
    app: App,
    path: web::Path<ActionId>,
    Expected(expected): Expected,
    draft: Input<ActionStepDraft>,
) -> Result<Versioned<Action>, ApiProblem> {
    let action = path.into_inner();
    let step = draft.value.parse()?;
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let action = app
        .db
        .write(&permit.clone(), move |tx| {
            workflow::actions::move_action(tx, &permit, &sources, action, expected, &step)
        })
        .await?;
    Ok(versioned(action))
}
