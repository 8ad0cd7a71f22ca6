//! Who pulls an issue.

use actix_web::{put, web};
use policy::AssignOwner;
use shared::id::IssueId;
use shared::issue::{IssueDetail, OwnerDraft};

use super::versioned;
use crate::http::{ApiProblem, App, Expected, Input, Permitted, Refusals, Versioned};

/// Assigns the owner: an organisation, and possibly one of its people.
///
/// The owner sees to it that something happens; without one the work cannot start. The person must be a member of the
/// authority.
#[utoipa::path(
    tag = "Issues",
    operation_id = "assignOwner",
    params(
        ("issueId" = IssueId, Path, description = "Public id of the issue"),
    ),
    request_body(content = OwnerDraft, example = json!({"organisation": "4a1f2c3d-7b60-4f0e-8a52-1d9a5b1f7c22"})),
    responses((status = 200, body = IssueDetail), Refusals),
    security(("Bearer" = []))
)]
#[put("/issues/{issueId}/owner")]
pub(crate) async fn assign_owner(
    permit: Permitted<AssignOwner>,
    app: App,
    path: web::Path<IssueId>,
    Expected(expected): Expected,
    draft: Input<OwnerDraft>,
) -> Result<Versioned<IssueDetail>, ApiProblem> {
    let issue = path.into_inner();
    let owner = draft.value.parse()?;
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let detail = app
        .db
        .write(&permit.clone(), move |tx| {
            workflow::issues::assign_owner(tx, &permit, &sources, issue, expected, owner)
        })
        .await?;
    Ok(versioned(detail))
}
