//! A processor words an issue.

use actix_web::{patch, web};
use policy::DescribeIssue;
use shared::id::IssueId;
use shared::issue::{DescribeDraft, IssueDetail};

use super::versioned;
use crate::http::{ApiProblem, App, Expected, Input, Permitted, Refusals, Versioned};

/// Changes the words and the criteria of an issue; what is absent stays as it is.
///
/// Certain personal data is refused: many people read these words.
#[utoipa::path(
    tag = "Issues",
    operation_id = "describeIssue",
    params(
        ("issueId" = IssueId, Path, description = "Public id of the issue"),
    ),
    request_body(content = DescribeDraft, example = json!({"title": "Papieren formulieren zonder loket", "themes": ["rights-access"], "criteria": ["clear", "neutral"]})),
    responses((status = 200, body = IssueDetail), Refusals),
    security(("Bearer" = []))
)]
#[patch("/issues/{issueId}")]
pub(crate) async fn describe_issue(
    permit: Permitted<DescribeIssue>,
    app: App,
    path: web::Path<IssueId>,
    Expected(expected): Expected,
    draft: Input<DescribeDraft>,
) -> Result<Versioned<IssueDetail>, ApiProblem> {
    let issue = path.into_inner();
    let lists = app.taxonomy(permit.written_authority(&app)?.id).await?;
    let words = draft.value.parse(&*lists)?;
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let detail = app
        .db
        .write(&permit.clone(), move |tx| {
            workflow::issues::describe_issue(tx, &permit, &sources, issue, expected, &words)
        })
        .await?;
    Ok(versioned(detail))
}
