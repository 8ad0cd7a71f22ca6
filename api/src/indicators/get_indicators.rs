//! The indicators.

use actix_web::{get, web};
use policy::GetIndicators;
use shared::indicator::{IndicatorList, IndicatorPeriod};
use shared::problem::Invalid;
use shared::time::Day;

use crate::http::input::{FromParams, from_and_to};
use crate::http::{ApiProblem, App, Params, Permitted, Refusals};

impl FromParams for IndicatorPeriod {
    fn from_params(pairs: &[(String, String)]) -> Result<Self, Invalid> {
        let (from, to) = from_and_to(pairs)?;
        Self { from, to }.checked()
    }
}

/// The indicators of a period, beside as many days before it: lead times, who is heard, what becomes of signals and issues, who
/// was told.
///
/// Of each authority that the request covers by itself. Without days it is the last year; three years at most. Times are
/// whole days on the wall of the authority. Lead times are those of Kaplan and Meier: what still waits counts as far as it
/// waited, what ended in another way until then, and signals that joined an issue after its first action are told apart. The
/// period before is told as it stood when it was as old as the period is now. Who reads signals sees every count, and a sector by
/// its name from five providers on; who does not sees no sector, organisation or neighbourhood under five providers: it is merged
/// with at least one more. Nothing is told of single providers or of staff.
#[utoipa::path(
    tag = "Indicators",
    operation_id = "getIndicators",
    params(
        ("from" = Option<Day>, Query, description = "The first day; a year before the last one without it"),
        ("to" = Option<Day>, Query, description = "The last day; today without it"),
    ),
    responses((status = 200, body = IndicatorList), Refusals),
    security(("Bearer" = []))
)]
#[get("/indicators")]
pub(crate) async fn get_indicators(
    permit: Permitted<GetIndicators>,
    app: App,
    Params(period): Params<IndicatorPeriod>,
) -> Result<web::Json<IndicatorList>, ApiProblem> {
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let scope = permit.scope().clone();
    let read = move |tx: &mut storage::Tx<'_>| {
        workflow::indicators::get_indicators(tx, &permit, &sources, period)
    };
    Ok(web::Json(app.db.read(&scope, read).await?))
}
