//! What the caller follows.

use actix_web::{get, web};
use policy::ListTrendSubscriptions;
use shared::page::Page;
use shared::trend::TrendSubscription;

use crate::http::{ApiProblem, App, Permitted, Refusals};

/// Lists the themes and neighbourhoods that the caller follows.
///
/// One mail a week at most tells of rises of these: names and counts, no word of a signal.
#[utoipa::path(
    tag = "Trends",
    operation_id = "listTrendSubscriptions",
    responses((status = 200, body = Page<TrendSubscription>), Refusals),
    security(("Bearer" = []))
)]
#[get("/trendSubscriptions")]
pub(crate) async fn list_trend_subscriptions(
    permit: Permitted<ListTrendSubscriptions>,
    app: App,
) -> Result<web::Json<Page<TrendSubscription>>, ApiProblem> {
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let scope = permit.scope().clone();
    let read = move |tx: &mut storage::Tx<'_>| {
        workflow::trends::list_trend_subscriptions(tx, &permit, &sources)
    };
    Ok(web::Json(Page::whole(app.db.read(&scope, read).await?)))
}
