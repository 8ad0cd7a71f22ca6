//! An organisation takes its recognition back.

use actix_web::{delete, web};
use policy::WithdrawRecognition;
use shared::id::{IssueId, OrganisationId};
use shared::issue::IssueDetail;

use super::versioned;
use crate::http::{ApiProblem, App, Expected, Permitted, Refusals, Versioned};

/// Takes a recognition back.
///
/// The history keeps that it was there. Where fewer than two organisations are left, validating waits again.
#[utoipa::path(
    tag = "Issues",
    operation_id = "withdrawRecognition",
    params(
        ("issueId" = IssueId, Path, description = "Public id of the issue"),
        ("organisationId" = OrganisationId, Path, description = "Id of the organisation"),
    ),
    responses((status = 200, body = IssueDetail), Refusals),
    security(("Bearer" = []))
)]
#[delete("/issues/{issueId}/recognitions/{organisationId}")]
pub(crate) async fn withdraw_recognition(
    permit: Permitted<WithdrawRecognition>,
    app: App,
    path: web::Path<(IssueId, OrganisationId)>,
    Expected(expected): Expected,
) -> Result<Versioned<IssueDetail>, ApiProblem> {
    let (issue, organisation) = path.into_inner();
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let detail = app
        .db
        .write(&permit.clone(), move |tx| {
            workflow::issues::withdraw_recognition(
                tx,
                &permit,
                &sources,
                issue,
                expected,
                organisation,
            )
        })
        .await?;
    Ok(versioned(detail))
}
