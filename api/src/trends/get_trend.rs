//! One series.

use actix_web::{get, web};
use policy::GetTrend;
use shared::id::TrendId;
use shared::trend::TrendDetail;

use crate::http::{ApiProblem, App, Permitted, Refusals};

/// A year of one series, what its last rise is made of, and the actions on the issues behind it.
///
/// Sectors, neighbourhoods and words grew among the signals of the rise: each of three providers or more, of five for who
/// may not read signals. Words are for who reads signals. Actions are there for a theme and for an issue.
#[utoipa::path(
    tag = "Trends",
    operation_id = "getTrend",
    params(("trendId" = TrendId, Path, description = "Id of the series")),
    responses((status = 200, body = TrendDetail), Refusals),
    security(("Bearer" = []))
)]
#[get("/trends/{trendId}")]
pub(crate) async fn get_trend(
    permit: Permitted<GetTrend>,
    app: App,
    path: web::Path<TrendId>,
) -> Result<web::Json<TrendDetail>, ApiProblem> {
    let series = path.into_inner();
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let scope = permit.scope().clone();
    let read =
        move |tx: &mut storage::Tx<'_>| workflow::trends::get_trend(tx, &permit, &sources, series);
    Ok(web::Json(app.db.read(&scope, read).await?))
}
