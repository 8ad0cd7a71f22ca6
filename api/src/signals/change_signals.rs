//! A processor does the same to many signals.

use std::sync::Arc;

use actix_web::{post, web};
use policy::ChangeSignals;
use shared::signal_changes::{RefusedSignal, SignalChanges, SignalChangesDraft};
use workflow::Stop;

use crate::http::{ApiProblem, App, Input, Permitted, Refusals};

/// Does the same to as many as 500 signals: confirms or rejects codes, links them to an issue, or takes them out of it.
///
/// Each signal is changed by itself. The answer tells for each either that it is as wanted, with what would undo it, or
/// why it stayed as it was: `staleVersion` when somebody changed it since `version` was seen, `wrongState` when it has
/// ended or is held. Sending it again changes nothing twice.
#[utoipa::path(
    tag = "Signals",
    operation_id = "changeSignals",
    request_body(content = SignalChangesDraft, example = json!({
        "signals": [
            {"id": "0b6c2f0e-6a1d-4c1e-9a57-2f1f6d0c8e11", "version": 3},
            {"id": "5d0b7a52-93a4-4a0e-8a7e-1f6f1c0d4b22"}
        ],
        "change": {
            "confirm": [{"scheme": "theme", "code": "housing"}],
            "reject": [{"scheme": "tag", "code": "social-housing"}],
            "reconsider": [{"scheme": "targetGroup", "code": "young-people"}],
            "link": "7f2c6d1a-3b4e-4f5a-9c8d-1e2f3a4b5c6d"
        }
    })),
    responses((status = 200, body = SignalChanges), Refusals),
    security(("Bearer" = []))
)]
#[post("/signalChanges")]
pub(crate) async fn change_signals(
    permit: Permitted<ChangeSignals>,
    app: App,
    draft: Input<SignalChangesDraft>,
) -> Result<web::Json<SignalChanges>, ApiProblem> {
    app.limits.bulk(&permit)?;
    let authority = permit.written_authority(&app)?;
    let lists = app.taxonomy(authority.id).await?;
    let new = draft.value.parse(&*lists)?;
    let change = Arc::new(new.change);
    let mut answer = SignalChanges::default();
    for seen in new.signals {
        let (sources, held) = (app.sources.clone(), permit.permit());
        let (permit, change) = (held.clone(), change.clone());
        // One by one: who sends a signal meanwhile does not wait for all of them.
        let changed: Result<_, Stop> = app
            .db
            .write(&held, move |tx| {
                workflow::signals::change_signal(tx, &permit, &sources, seen, &change)
            })
            .await;
        match changed {
            Ok(changed) => answer.done.push(changed),
            Err(stop) => answer.refused.push(RefusedSignal {
                id: seen.id,
                problem: ApiProblem::from(stop).0,
            }),
        }
    }
    Ok(web::Json(answer))
}
