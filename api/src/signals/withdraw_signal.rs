//! A provider takes a signal back.

use actix_web::{HttpRequest, HttpResponse, post};
use policy::WithdrawSignal;
use shared::timeline::{ByReceipt, Empty};

use super::noting_misses;
use crate::http::{ApiProblem, App, Input, Permitted, Refusals};

/// Takes a signal back: its text is erased at once. A second time changes nothing.
///
/// The follow-up code stands in the body, never in an address.
#[utoipa::path(
    tag = "Receipts",
    operation_id = "withdrawSignal",
    request_body(content = ByReceipt<Empty>, example = json!({"receipt": "KX7Q-2M9T-P4HD-V6RB", "body": {}})),
    responses((status = 204, description = "It is gone."), Refusals),
    security(())
)]
#[post("/receipts/withdraw")]
pub(crate) async fn withdraw_signal(
    permit: Permitted<WithdrawSignal>,
    app: App,
    request: HttpRequest,
    draft: Input<ByReceipt<Empty>>,
) -> Result<HttpResponse, ApiProblem> {
    let ByReceipt { receipt, body: _ } = draft.value;
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let done = app
        .db
        .write(&permit.clone(), move |tx| {
            workflow::signals::withdraw_signal(tx, &permit, &sources, &receipt)
        })
        .await;
    noting_misses(&app, &request, done)?;
    Ok(HttpResponse::NoContent().finish())
}
