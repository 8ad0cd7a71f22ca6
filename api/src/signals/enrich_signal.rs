//! A provider adds chips.

use actix_web::{HttpRequest, post, web};
use policy::EnrichSignal;
use shared::signal::Chips;
use shared::timeline::{ByReceipt, Timeline};

use super::{in_body, noting_misses};
use crate::http::{ApiProblem, App, Input, Permitted, Refusals};

/// Replaces the chips of a signal by what the provider chose now.
///
/// The follow-up code stands in the body, never in an address.
#[utoipa::path(
    tag = "Receipts",
    operation_id = "enrichSignal",
    request_body(content = ByReceipt<Chips>, example = json!({
        "receipt": "KX7Q-2M9T-P4HD-V6RB",
        "body": {"frequency": "weekly", "people": "6-20", "themes": ["housing"]}
    })),
    responses((status = 200, body = Timeline), Refusals),
    security(())
)]
#[post("/receipts/enrich")]
pub(crate) async fn enrich_signal(
    permit: Permitted<EnrichSignal>,
    app: App,
    request: HttpRequest,
    draft: Input<ByReceipt<Chips>>,
) -> Result<web::Json<Timeline>, ApiProblem> {
    let ByReceipt { receipt, body } = draft.value;
    let authority = permit.written_authority(&app)?;
    let lists = app.taxonomy(authority.id).await?;
    let chips = body.parse(&*lists).map_err(in_body)?;
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let done = app
        .db
        .write(&permit.clone(), move |tx| {
            workflow::signals::enrich_signal(tx, &permit, &sources, &receipt, &chips)
        })
        .await;
    let timeline = noting_misses(&app, &request, done)?;
    Ok(web::Json(timeline))
}
