//! An organisation says that it sees an issue too.

use actix_web::{post, web};
use policy::RecogniseIssue;
use shared::id::IssueId;
use shared::issue::{IssueDetail, RecognitionDraft};

use super::versioned;
use crate::http::{ApiProblem, App, Expected, Input, Permitted, Refusals, Versioned};

/// Records that an organisation recognises the issue; a second time changes its comment.
///
/// An issue is shared when at least two organisations recognise it; validating waits for that. Recorded by a processor
/// in the organisation's name.
#[utoipa::path(
    tag = "Issues",
    operation_id = "recogniseIssue",
    params(
        ("issueId" = IssueId, Path, description = "Public id of the issue"),
    ),
    request_body(content = RecognitionDraft, example = json!({
        "organisation": "4a1f2c3d-7b60-4f0e-8a52-1d9a5b1f7c22",
        "comment": "Onze verpleegkundigen zien dit elke week."
    })),
    responses((status = 200, body = IssueDetail), Refusals),
    security(("Bearer" = []))
)]
#[post("/issues/{issueId}/recognitions")]
pub(crate) async fn recognise_issue(
    permit: Permitted<RecogniseIssue>,
    app: App,
    path: web::Path<IssueId>,
    Expected(expected): Expected,
    draft: Input<RecognitionDraft>,
) -> Result<Versioned<IssueDetail>, ApiProblem> {
    let issue = path.into_inner();
    let (organisation, comment) = draft.value.parse()?;
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let detail = app
        .db
        .write(&permit.clone(), move |tx| {
            workflow::issues::recognise_issue(
                tx,
                &permit,
                &sources,
                issue,
                expected,
                organisation,
                comment.as_ref(),
            )
        })
        .await?;
    Ok(versioned(detail))
}
