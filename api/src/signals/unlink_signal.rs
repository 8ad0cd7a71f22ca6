//! A processor takes a signal out of an issue.

use actix_web::{delete, web};
use policy::UnlinkSignal;
use shared::id::{IssueId, SignalId};
use shared::signal::SignalDetail;

use super::versioned;
use crate::http::{ApiProblem, App, Expected, Permitted, Refusals, Versioned};

/// Takes a signal out of an issue; the history stays.
///
/// A signal without any issue goes back to received, with its answer still owed.
#[utoipa::path(
    tag = "Signals",
    operation_id = "unlinkSignal",
    params(
        ("signalId" = SignalId, Path, description = "Public id of the signal"),
        ("issueId" = IssueId, Path, description = "Public id of the issue"),
    ),
    responses((status = 200, body = SignalDetail), Refusals),
    security(("Bearer" = []))
)]
#[delete("/signals/{signalId}/issues/{issueId}")]
pub(crate) async fn unlink_signal(
    permit: Permitted<UnlinkSignal>,
    app: App,
    path: web::Path<(SignalId, IssueId)>,
    Expected(expected): Expected,
) -> Result<Versioned<SignalDetail>, ApiProblem> {
    let (signal, issue) = path.into_inner();
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let detail = app
        .db
        .write(&permit.clone(), move |tx| {
            workflow::signals::unlink_signal(tx, &permit, &sources, signal, expected, issue)
        })
        .await?;
    Ok(versioned(detail))
}
