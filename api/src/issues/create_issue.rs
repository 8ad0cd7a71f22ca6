//! A processor makes an issue of signals that have one thing in common.

use actix_web::post;
use policy::CreateIssue;
use shared::issue::{IssueDetail, IssueDraft};
use workflow::{Attempt, once};

use super::created;
use crate::http::{ApiProblem, App, Created, Input, Permitted, Refusals, RepeatKey};

/// Makes a candidate of at least one signal. It gets the next number of its authority.
///
/// The title is neutral: 3 to 140 characters, no names. Up to 500 signals of the same authority; each of them becomes
/// `linked`. `referencedResourceNotFound` on `/signals` when one does not exist here, `wrongState` when one has ended.
#[utoipa::path(
    tag = "Issues",
    operation_id = "createIssue",
    request_body(content = IssueDraft, example = json!({
        "title": "Papieren formulieren zonder loket",
        "signals": ["0b6c2f0e-6a1d-4c1e-9a57-2f1f6d0c8e11"]
    })),
    responses((status = 201, body = IssueDetail), Refusals),
    security(("Bearer" = []))
)]
#[post("/issues")]
pub(crate) async fn create_issue(
    permit: Permitted<CreateIssue>,
    app: App,
    RepeatKey(key): RepeatKey,
    draft: Input<IssueDraft>,
) -> Result<Created<IssueDetail>, ApiProblem> {
    let body = draft.bytes.to_vec();
    let (new, attempt) = (draft.value.parse()?, Attempt { key, body });
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let held = permit.clone();
    let work = move |tx: &mut storage::Tx<'_>| {
        let first = |tx: &mut storage::Tx<'_>| {
            let detail = workflow::issues::create_issue(tx, &permit, &sources, &new)?;
            let id = detail.summary.id.to_string();
            Ok((detail, id))
        };
        let again = |tx: &mut storage::Tx<'_>, id: &str| {
            workflow::issues::issue_again(tx, &permit, &sources, id)
        };
        once(tx, &permit, &sources, &attempt, first, again)
    };
    Ok(created(app.db.write(&held, work).await?))
}
