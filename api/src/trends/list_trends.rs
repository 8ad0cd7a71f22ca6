//! The list of what rises.

use actix_web::{get, web};
use policy::ListTrends;
use shared::problem::Invalid;
use shared::trend::{TrendFilter, TrendKind, TrendList};

use crate::http::input::{FromParams, code, one, unknown};
use crate::http::{ApiProblem, App, Params, Permitted, Refusals};

/// Filters of the list.
#[derive(Default)]
pub(crate) struct TrendParams(TrendFilter);

impl FromParams for TrendParams {
    fn from_params(pairs: &[(String, String)]) -> Result<Self, Invalid> {
        let mut filter = TrendFilter::default();
        for (name, value) in pairs {
            match name.as_str() {
                "kind" => filter.kind.push(code(name, value)?),
                "theme" => filter.theme = Some(value.clone()),
                "told" => filter.told = one(name, value)?,
                _ => return Err(unknown(name)),
            }
        }
        Ok(Self(filter))
    }
}

/// Lists weekly counts of distinct providers beside what was to be expected, the surest rise first; at most 200 series.
///
/// Counted and judged once a day, for whole weeks, in the background; `ages` says when, and whether there are enough
/// weeks to say anything. Themes count once a person said them: the sender, an import, or who confirmed them; what a
/// model proposed does not. `riseBeganOn` is there while a rise is told: at most one in ten of those told is chance
/// (`qValue`, Benjamini and Hochberg among all series of a week), and three providers or two organisations made it. Who
/// may not read signals sees no neighbourhood under five providers; an administrator sees no issue.
#[utoipa::path(
    tag = "Trends",
    operation_id = "listTrends",
    params(
        ("kind" = Option<Vec<TrendKind>>, Query, description = "What is counted"),
        ("theme" = Option<String>, Query, description = "Only this theme"),
        ("told" = Option<bool>, Query, description = "Only what rises now"),
    ),
    responses((status = 200, body = TrendList), Refusals),
    security(("Bearer" = []))
)]
#[get("/trends")]
pub(crate) async fn list_trends(
    permit: Permitted<ListTrends>,
    app: App,
    Params(TrendParams(filter)): Params<TrendParams>,
) -> Result<web::Json<TrendList>, ApiProblem> {
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let scope = permit.scope().clone();
    let read = move |tx: &mut storage::Tx<'_>| {
        workflow::trends::list_trends(tx, &permit, &sources, &filter)
    };
    Ok(web::Json(app.db.read(&scope, read).await?))
}
