//! Following something no more.

use actix_web::{HttpResponse, delete, web};
use policy::UnsubscribeTrends;
use shared::id::TrendSubscriptionId;

use crate::http::{ApiProblem, App, Permitted, Refusals};

/// Follows a theme or neighbourhood no more.
///
/// One's own only. A mail that waits already does not go out when nothing is left to tell.
#[utoipa::path(
    tag = "Trends",
    operation_id = "unsubscribeTrends",
    params(("trendSubscriptionId" = TrendSubscriptionId, Path, description = "Id of the wish")),
    responses((status = 204), Refusals),
    security(("Bearer" = []))
)]
#[delete("/trendSubscriptions/{trendSubscriptionId}")]
pub(crate) async fn unsubscribe_trends(
    permit: Permitted<UnsubscribeTrends>,
    app: App,
    path: web::Path<TrendSubscriptionId>,
) -> Result<HttpResponse, ApiProblem> {
    let id = path.into_inner();
    let permit = permit.permit();
    let held = permit.clone();
    let work =
        move |tx: &mut storage::Tx<'_>| workflow::trends::unsubscribe_trends(tx, &permit, id);
    app.db.write(&held, work).await?;
    Ok(HttpResponse::NoContent().finish())
}
