//! A provider lets the processor of one signal know who sent it, or takes that back.

use actix_web::{HttpRequest, post, web};
use policy::ChangeDisclosure;
use shared::signal::DisclosureDraft;
use shared::timeline::{ByReceipt, Timeline};

use super::{in_body, noting_misses};
use crate::http::{ApiProblem, App, Input, Permitted, Refusals};

/// Lets the processor know who sent the signal; without a name, forgets it for good.
///
/// Off by default and per signal: nothing else joins a provider to a signal. What was told stays sealed until a processor
/// asks for it, which is logged.
#[utoipa::path(
    tag = "Receipts",
    operation_id = "changeDisclosure",
    request_body(content = ByReceipt<DisclosureDraft>, example = json!({
        "receipt": "KX7Q-2M9T-P4HD-V6RB",
        "body": {"name": "An Peeters", "reach": "Thuiszorg Linde"}
    })),
    responses((status = 200, body = Timeline), Refusals),
    security(())
)]
#[post("/receipts/disclosure")]
pub(crate) async fn change_disclosure(
    permit: Permitted<ChangeDisclosure>,
    app: App,
    request: HttpRequest,
    draft: Input<ByReceipt<DisclosureDraft>>,
) -> Result<web::Json<Timeline>, ApiProblem> {
    let ByReceipt { receipt, body } = draft.value;
    let disclosure = body.parse().map_err(in_body)?;
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let done = app
        .db
        .write(&permit.clone(), move |tx| {
            workflow::signals::change_disclosure(
                tx,
                &permit,
                &sources,
                &receipt,
                disclosure.as_ref(),
            )
        })
        .await;
    let timeline = noting_misses(&app, &request, done)?;
    Ok(web::Json(timeline))
}
