//! The inbox as ids.

use actix_web::{get, web};
use policy::ListSignalIds;
use shared::problem::Invalid;
use shared::signal::SignalFilter;
use shared::signal_changes::SignalIds;

use super::list_signals::{searching, take_filter};
use crate::http::input::{FromParams, unknown};
use crate::http::{ApiProblem, App, Params, Permitted, Refusals};

/// Filters of the inbox.
#[derive(Default)]
pub(crate) struct FilterParams(pub(crate) SignalFilter);

impl FromParams for FilterParams {
    fn from_params(pairs: &[(String, String)]) -> Result<Self, Invalid> {
        let mut params = Self::default();
        for (name, value) in pairs {
            if !take_filter(&mut params.0, name, value)? {
                return Err(unknown(name));
            }
        }
        Ok(params)
    }
}

/// Lists the ids of all signals that `listSignals` would show with the same filters, in its order, at most 50,000.
///
/// A long list is walked by them: the rows that somebody looks at are read by `listSignals` with `id`. Nothing jumps when
/// signals come or change meanwhile.
#[utoipa::path(
    tag = "Signals",
    operation_id = "listSignalIds",
    params(
        ("id" = Option<Vec<String>>, Query, description = "Only these, at most 100"),
        ("state" = Option<Vec<shared::life_cycle::SignalState>>, Query, description = "States"),
        ("theme" = Option<Vec<String>>, Query, description = "Themes"),
        ("tag" = Option<Vec<String>>, Query, description = "Tags"),
        ("targetGroup" = Option<Vec<String>>, Query, description = "Target groups"),
        ("place" = Option<String>, Query, description = "Neighbourhood"),
        ("from" = Option<String>, Query, description = "Received on or after this day"),
        ("to" = Option<String>, Query, description = "Received on or before this day"),
        ("issue" = Option<String>, Query, description = "Linked to this issue"),
        ("q" = Option<String>, Query, description = "Words to search, at most 200 characters"),
        ("late" = Option<bool>, Query, description = "Only signals whose promised day passed without an answer"),
        ("answered" = Option<bool>, Query, description = "Only signals with an answer of their provider that nobody has worked on yet"),
    ),
    responses((status = 200, body = SignalIds), Refusals),
    security(("Bearer" = []))
)]
#[get("/signalIds")]
pub(crate) async fn list_signal_ids(
    permit: Permitted<ListSignalIds>,
    app: App,
    Params(FilterParams(filter)): Params<FilterParams>,
) -> Result<web::Json<SignalIds>, ApiProblem> {
    let scope = searching(&app, &permit, &filter)?;
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let read = move |tx: &mut storage::Tx<'_>| {
        workflow::signals::list_signal_ids(tx, &permit, &sources, &filter)
    };
    Ok(web::Json(app.db.read(&scope, read).await?))
}
