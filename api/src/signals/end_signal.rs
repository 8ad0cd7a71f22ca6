//! A processor ends a signal.

use actix_web::{post, web};
use policy::EndSignal;
use shared::id::SignalId;
use shared::signal::{EndDraft, SignalDetail};
use workflow::signals::End;

use super::versioned;
use crate::http::{ApiProblem, App, Expected, Input, Permitted, Refusals, Versioned};

/// Ends a signal that is not structural or was sent twice; the provider hears why.
///
/// `notStructural` with reason and note, or `duplicate` of another signal of the same authority. The answer is still
/// owed and falls due at once. `wrongState` when it ended already, or while it is linked to an issue and called not
/// structural.
#[utoipa::path(
    tag = "Signals",
    operation_id = "endSignal",
    params(
        ("signalId" = SignalId, Path, description = "Public id of the signal"),
    ),
    request_body(content = EndDraft, example = json!({
        "as": "notStructural",
        "reason": "opinion",
        "note": "Dit is een mening; we geven ze door aan de dienst."
    })),
    responses((status = 200, body = SignalDetail), Refusals),
    security(("Bearer" = []))
)]
#[post("/signals/{signalId}/end")]
pub(crate) async fn end_signal(
    permit: Permitted<EndSignal>,
    app: App,
    path: web::Path<SignalId>,
    Expected(expected): Expected,
    draft: Input<EndDraft>,
) -> Result<Versioned<SignalDetail>, ApiProblem> {
    let signal = path.into_inner();
    let end = match draft.value {
        EndDraft::NotStructural { reason, note } => {
            End::NotStructural(reason, shared::issue::note("/note", &note)?)
        }
        EndDraft::Duplicate { of } => End::Duplicate(of),
    };
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let detail = app
        .db
        .write(&permit.clone(), move |tx| {
            workflow::signals::end_signal(tx, &permit, &sources, signal, expected, &end)
        })
        .await?;
    Ok(versioned(detail))
}
