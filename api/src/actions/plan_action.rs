//! Somebody agrees to do something about an issue.

use actix_web::{post, web};
use policy::PlanAction;
use shared::action::{Action, ActionDraft};
use shared::id::IssueId;
use workflow::{Attempt, once};

use super::created;
use crate::http::{ApiProblem, App, Created, Expected, Input, Permitted, Refusals, RepeatKey};

/// Plans an action on an issue.
///
/// The issue is decided: something will be done. The version is that of the issue.
#[utoipa::path(
    tag = "Actions",
    operation_id = "planAction",
    params(("issueId" = IssueId, Path, description = "Public id of the issue")),
    request_body(content = ActionDraft, example = json!({
        "title": "Mobiel loket op de weekmarkt",
        "owner": "4a1f2c3d-7b60-4f0e-8a52-1d9a5b1f7c22",
        "dueOn": "2027-03-01"
    })),
    responses((status = 201, body = Action), Refusals),
    security(("Bearer" = []))
)]
#[post("/issues/{issueId}/actions")]
pub(crate) async fn plan_action(
    permit: Permitted<PlanAction>,
    app: App,
    path: web::Path<IssueId>,
    Expected(expected): Expected,
    RepeatKey(key): RepeatKey,
    draft: Input<ActionDraft>,
) -> Result<Created<Action>, ApiProblem> {
    let issue = path.into_inner();
    // The same key for another issue is another body.
    let body = format!("{issue}\n{}", String::from_utf8_lossy(&draft.bytes)).into_bytes();
    let (new, attempt) = (draft.value.parse()?, Attempt { key, body });
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let held = permit.clone();
    let work = move |tx: &mut storage::Tx<'_>| {
        let first = |tx: &mut storage::Tx<'_>| {
            let action =
                workflow::actions::plan_action(tx, &permit, &sources, issue, expected, &new)?;
            let id = action.id.to_string();
            Ok((action, id))
        };
        let again = |tx: &mut storage::Tx<'_>, id: &str| {
            workflow::actions::action_again(tx, &permit, &sources, id)
        };
        once(tx, &permit, &sources, &attempt, first, again)
    };
    Ok(created(app.db.write(&held, work).await?))
}
