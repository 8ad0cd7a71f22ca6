//! A provider takes back a submission whose answer never came.

use actix_web::{HttpResponse, post};
use policy::RecallSubmission;
use shared::signal::RecallDraft;
use storage::StorageError;
use workflow::Stop;

use crate::http::{ApiProblem, App, Input, Permitted, Refusals};

/// Takes a submission back by the key that it was sent with.
///
/// For a device that sent a signal, heard nothing, and whose owner changed their mind. What came is withdrawn: its
/// text is erased at once. What is still on its way will be answered 410. A second time changes nothing. Whoever has
/// the follow-up code uses `withdrawSignal`.
#[utoipa::path(
    tag = "Signals",
    operation_id = "recallSubmission",
    request_body(content = RecallDraft, example = json!({"key": "01934f6e-8a3b-7c21-9d4e-5f60718293a4"})),
    responses((status = 204, description = "It is gone, or will not come in any more."), Refusals),
    security(("EntryToken" = []), ("Bearer" = []))
)]
#[post("/submissions/recall")]
pub(crate) async fn recall_submission(
    permit: Permitted<RecallSubmission>,
    app: App,
    draft: Input<RecallDraft>,
) -> Result<HttpResponse, ApiProblem> {
    let authority = permit.written_authority(&app)?.id;
    let (sources, key) = (app.sources.clone(), draft.value.key);
    let permit = permit.permit();
    let recall = || {
        let (permit, sources) = (permit.clone(), sources.clone());
        move |tx: &mut storage::Tx<'_>| {
            workflow::signals::recall_submission(tx, &permit, &sources, authority, key)
        }
    };
    match app.db.write(&permit, recall()).await {
        // The submission came in between: now it is there to be withdrawn.
        Err(Stop::Storage(StorageError::Duplicate)) => app.db.write(&permit, recall()).await?,
        other => other?,
    }
    Ok(HttpResponse::NoContent().finish())
}
