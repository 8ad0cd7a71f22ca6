//! Two issues are one.

use actix_web::{post, web};
use policy::MergeIssues;
use shared::id::IssueId;
use shared::issue::IssueDetail;
use shared::lineage::MergeDraft;

use super::versioned;
use crate::http::{ApiProblem, App, Expected, Input, Permitted, Refusals, Versioned};

/// Merges another issue into this one: its signals come here and its address leads here. Can be undone.
///
/// Both belong to one authority, and the version is that of the issue that stays. Titles, counts and history of both
/// are kept as lineage. `wrongState` once it was decided, or when either went into another one; `undoLineage` takes it
/// back.
#[utoipa::path(
    tag = "Issues",
    operation_id = "mergeIssues",
    params(
        ("issueId" = IssueId, Path, description = "Public id of the issue"),
    ),
    request_body(content = MergeDraft, example = json!({"from": "5d0b7a52-93a4-4a0e-8a7e-1f6f1c0d4b22"})),
    responses((status = 200, body = IssueDetail), Refusals),
    security(("Bearer" = []))
)]
#[post("/issues/{issueId}/merge")]
pub(crate) async fn merge_issues(
    permit: Permitted<MergeIssues>,
    app: App,
    path: web::Path<IssueId>,
    Expected(expected): Expected,
    draft: Input<MergeDraft>,
) -> Result<Versioned<IssueDetail>, ApiProblem> {
    let issue = path.into_inner();
    let from = draft.value.from;
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let detail = app
        .db
        .write(&permit.clone(), move |tx| {
            workflow::issues::merge_issues(tx, &permit, &sources, issue, expected, from)
        })
        .await?;
    Ok(versioned(detail))
}
