//! An issue waits until a day.

use actix_web::{post, web};
use policy::ParkIssue;
use shared::id::IssueId;
use shared::issue::{IssueDetail, ParkDraft};

use super::versioned;
use crate::http::{ApiProblem, App, Expected, Input, Permitted, Refusals, Versioned};

/// Parks the issue. On its review day it comes back by itself.
///
/// Until it is in action. The review day lies after today, in the authority's time zone: `dateInPast` on `/reviewOn`
/// otherwise.
#[utoipa::path(
    tag = "Issues",
    operation_id = "parkIssue",
    params(
        ("issueId" = IssueId, Path, description = "Public id of the issue"),
    ),
    request_body(content = ParkDraft, example = json!({"reason": "noCapacity", "reviewOn": "2027-03-01"})),
    responses((status = 200, body = IssueDetail), Refusals),
    security(("Bearer" = []))
)]
#[post("/issues/{issueId}/park")]
pub(crate) async fn park_issue(
    permit: Permitted<ParkIssue>,
    app: App,
    path: web::Path<IssueId>,
    Expected(expected): Expected,
    draft: Input<ParkDraft>,
) -> Result<Versioned<IssueDetail>, ApiProblem> {
    let issue = path.into_inner();
    let authority = permit.written_authority(&app)?.id;
    let (reason, note, review_on) = draft.value.parse(app.sources.today(authority))?;
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let detail = app
        .db
        .write(&permit.clone(), move |tx| {
            workflow::issues::park_issue(
                tx,
                &permit,
                &sources,
                issue,
                expected,
                (reason, note.as_ref(), review_on),
            )
        })
        .await?;
    Ok(versioned(detail))
}
