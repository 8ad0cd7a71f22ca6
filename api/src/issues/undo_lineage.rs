//! A merge or a split is undone.

use actix_web::{post, web};
use policy::UndoLineage;
use shared::id::{IssueId, LineageId};
use shared::issue::IssueDetail;

use super::versioned;
use crate::http::{ApiProblem, App, Expected, Permitted, Refusals, Versioned};

/// Undoes a merge or a split: every signal stands again where it stood.
///
/// `undoExpired` when something was built on it since; that is undone first.
#[utoipa::path(
    tag = "Issues",
    operation_id = "undoLineage",
    params(
        ("issueId" = IssueId, Path, description = "Public id of the issue"),
        ("lineageId" = LineageId, Path, description = "Id of the merge or split"),
    ),
    responses((status = 200, body = IssueDetail), Refusals),
    security(("Bearer" = []))
)]
#[post("/issues/{issueId}/lineage/{lineageId}/undo")]
pub(crate) async fn undo_lineage(
    permit: Permitted<UndoLineage>,
    app: App,
    path: web::Path<(IssueId, LineageId)>,
    Expected(expected): Expected,
) -> Result<Versioned<IssueDetail>, ApiProblem> {
    let (issue, lineage) = path.into_inner();
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let detail = app
        .db
        .write(&permit.clone(), move |tx| {
            workflow::issues::undo_lineage(tx, &permit, &sources, issue, expected, lineage)
        })
        .await?;
    Ok(versioned(detail))
}
