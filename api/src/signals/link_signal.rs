//! A processor links a signal to an issue.

use actix_web::{post, web};
use policy::LinkSignal;
use shared::id::SignalId;
use shared::signal::{LinkDraft, SignalDetail};

use super::versioned;
use crate::http::{ApiProblem, App, Expected, Input, Permitted, Refusals, Versioned};

/// Makes a signal part of an issue. A signal may belong to several.
///
/// From here on the provider sees that others noticed the same. `referencedResourceNotFound` on `/issue` when it does
/// not exist here; `wrongState` when the signal or the issue has ended.
#[utoipa::path(
    tag = "Signals",
    operation_id = "linkSignal",
    params(
        ("signalId" = SignalId, Path, description = "Public id of the signal"),
    ),
    request_body(content = LinkDraft, example = json!({"issue": "5d0b7a52-93a4-4a0e-8a7e-1f6f1c0d4b22"})),
    responses((status = 200, body = SignalDetail), Refusals),
    security(("Bearer" = []))
)]
#[post("/signals/{signalId}/issues")]
pub(crate) async fn link_signal(
    permit: Permitted<LinkSignal>,
    app: App,
    path: web::Path<SignalId>,
    Expected(expected): Expected,
    draft: Input<LinkDraft>,
) -> Result<Versioned<SignalDetail>, ApiProblem> {
    let signal = path.into_inner();
    let issue = draft.value.issue;
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let detail = app
        .db
        .write(&permit.clone(), move |tx| {
            workflow::signals::link_signal(tx, &permit, &sources, signal, expected, issue)
        })
        .await?;
    Ok(versioned(detail))
}
