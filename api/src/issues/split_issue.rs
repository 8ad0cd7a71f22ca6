//! One issue is two.

use actix_web::{post, web};
use policy::SplitIssue;
use shared::id::IssueId;
use shared::issue::IssueDetail;
use shared::lineage::SplitDraft;
use workflow::{Attempt, once};

use super::created;
use crate::http::{ApiProblem, App, Created, Expected, Input, Permitted, Refusals, RepeatKey};

/// Splits signals off into a new issue. At least one moves and one stays; can be undone.
///
/// The new issue shows where it came from and takes the themes along. The version is that of the issue that is split.
/// `outOfRange` on `/signals` when none would stay, `wrongState` when the issue is over.
#[utoipa::path(
    tag = "Issues",
    operation_id = "splitIssue",
    params(("issueId" = IssueId, Path, description = "Public id of the issue that is split")),
    request_body(content = SplitDraft, example = json!({
        "title": "Papieren formulieren voor wie niet kan lezen",
        "signals": ["0b6c2f0e-6a1d-4c1e-9a57-2f1f6d0c8e11"]
    })),
    responses((status = 201, body = IssueDetail), Refusals),
    security(("Bearer" = []))
)]
#[post("/issues/{issueId}/split")]
pub(crate) async fn split_issue(
    permit: Permitted<SplitIssue>,
    app: App,
    path: web::Path<IssueId>,
    Expected(expected): Expected,
    RepeatKey(key): RepeatKey,
    draft: Input<SplitDraft>,
) -> Result<Created<IssueDetail>, ApiProblem> {
    let issue = path.into_inner();
    // The same key for another issue is another body.
    let body = format!("{issue}\n{}", String::from_utf8_lossy(&draft.bytes)).into_bytes();
    let ((title, signals), attempt) = (draft.value.parse()?, Attempt { key, body });
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let held = permit.clone();
    let work = move |tx: &mut storage::Tx<'_>| {
        let first = |tx: &mut storage::Tx<'_>| {
            let detail = workflow::issues::split_issue(
                tx, &permit, &sources, issue, expected, &title, &signals,
            )?;
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
