//! A provider changes how to hear what came of it.

use actix_web::{HttpRequest, post, web};
use policy::ChangeContact;
use shared::signal::ContactDraft;
use shared::timeline::{ByReceipt, Timeline};

use super::{in_body, noting_misses};
use crate::http::{ApiProblem, App, Input, Permitted, Refusals};

/// Changes how the provider hears what came of it; the old address is gone for good.
///
/// The follow-up code stands in the body, never in an address.
#[utoipa::path(
    tag = "Receipts",
    operation_id = "changeContact",
    request_body(content = ByReceipt<ContactDraft>, example = json!({
        "receipt": "KX7Q-2M9T-P4HD-V6RB",
        "body": {"choice": "email", "email": "an@linde.example"}
    })),
    responses((status = 200, body = Timeline), Refusals),
    security(())
)]
#[post("/receipts/contact")]
pub(crate) async fn change_contact(
    permit: Permitted<ChangeContact>,
    app: App,
    request: HttpRequest,
    draft: Input<ByReceipt<ContactDraft>>,
) -> Result<web::Json<Timeline>, ApiProblem> {
    let ByReceipt { receipt, body } = draft.value;
    let contact = body.parse().map_err(in_body)?;
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let done = app
        .db
        .write(&permit.clone(), move |tx| {
            workflow::signals::change_contact(tx, &permit, &sources, &receipt, &contact)
        })
        .await;
    let timeline = noting_misses(&app, &request, done)?;
    Ok(web::Json(timeline))
}
