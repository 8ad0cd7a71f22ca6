//! How good proposals were.

use actix_web::{get, web};
use policy::GetSuggestionRecord;
use shared::learning::{SuggestionPeriod, SuggestionRecord};
use shared::problem::Invalid;
use shared::time::Day;

use crate::http::input::{FromParams, from_and_to};
use crate::http::{ApiProblem, App, Params, Permitted, Refusals};

impl FromParams for SuggestionPeriod {
    fn from_params(pairs: &[(String, String)]) -> Result<Self, Invalid> {
        let (from, to) = from_and_to(pairs)?;
        Ok(Self { from, to })
    }
}

/// Tells what became of what models proposed, and whether what they said with 80 % was right in 80 %.
///
/// Totals of the authorities that the request covers, per kind and model: never per person. `from` and `to` are about the
/// day on which something was proposed, in UTC. What nobody decided about is counted as open, however old. Shares and groups
/// that rest on fewer than five decisions are left out.
#[utoipa::path(
    tag = "Signals",
    operation_id = "getSuggestionRecord",
    params(
        ("from" = Option<Day>, Query, description = "Proposed on or after"),
        ("to" = Option<Day>, Query, description = "Proposed on or before"),
    ),
    responses((status = 200, body = SuggestionRecord), Refusals),
    security(("Bearer" = []))
)]
#[get("/suggestions/record")]
pub(crate) async fn get_suggestion_record(
    permit: Permitted<GetSuggestionRecord>,
    app: App,
    Params(period): Params<SuggestionPeriod>,
) -> Result<web::Json<SuggestionRecord>, ApiProblem> {
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let scope = permit.scope().clone();
    let read = move |tx: &mut storage::Tx<'_>| {
        workflow::analysis::get_suggestion_record(tx, &permit, &sources, period)
    };
    Ok(web::Json(app.db.read(&scope, read).await?))
}
