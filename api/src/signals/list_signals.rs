//! The inbox.

use actix_web::{get, web};
use policy::{ListSignals, Operation, Permit, Scope, Urgency};
use shared::life_cycle::SignalState;
use shared::page::Page;
use shared::problem::{Code, Invalid};
use shared::signal::{SignalFilter, SignalSummary};

use crate::http::input::{FromParams, Paging, code, one, unknown};
use crate::http::{ApiProblem, App, Params, Permitted, Refusals};

/// Longest search (trust.md §5.2).
const MAX_SEARCH: usize = 200;
/// So many ids fit into an address beside the other filters.
const MAX_IDS: usize = 100;

/// Filters and page of the inbox.
#[derive(Default)]
pub(crate) struct InboxParams {
    filter: SignalFilter,
    paging: Paging,
    count: bool,
}

impl FromParams for InboxParams {
    fn from_params(pairs: &[(String, String)]) -> Result<Self, Invalid> {
        let mut params = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                "count" => params.count = one(name, value)?,
                _ if take_filter(&mut params.filter, name, value)? => {}
                _ if params.paging.take(name, value)? => {}
                _ => return Err(unknown(name)),
            }
        }
        Ok(params)
    }
}

/// Takes the parameter when it is a filter of the inbox; false when it is something else.
pub(super) fn take_filter(
    filter: &mut SignalFilter,
    name: &str,
    value: &str,
) -> Result<bool, Invalid> {
    let text = || value.to_owned();
    match name {
        "id" if filter.id.len() >= MAX_IDS => return Err(Invalid::one(name, Code::OutOfRange)),
        "id" => filter.id.push(one(name, value)?),
        "state" => filter.state.push(code(name, value)?),
        "theme" => filter.theme.push(text()),
        "tag" => filter.tag.push(text()),
        "targetGroup" => filter.target_group.push(text()),
        "place" => filter.place = Some(text()),
        "from" => filter.from = Some(one(name, value)?),
        "to" => filter.to = Some(one(name, value)?),
        "issue" => filter.issue = Some(one(name, value)?),
        "q" if value.chars().count() > MAX_SEARCH => {
            return Err(Invalid::one(name, Code::TooLong));
        }
        "q" => filter.q = Some(text()),
        "late" => filter.late = one(name, value)?,
        "answered" => filter.answered = one(name, value)?,
        _ => return Ok(false),
    }
    Ok(true)
}

/// The scope to read in. Searches are counted, and under pressure one waits before the inbox does (trust.md §10).
pub(super) fn searching<A: Operation>(
    app: &App,
    permit: &Permit<A>,
    filter: &SignalFilter,
) -> Result<Scope, ApiProblem> {
    let scope = permit.scope().clone();
    if filter.q.is_none() {
        return Ok(scope);
    }
    app.limits.search(permit)?;
    Ok(scope.with_urgency(Urgency::Deferrable))
}

/// Lists signals, newest day first; within a day in random order, so that no order tells who wrote when.
///
/// Several values of one filter are alternatives, filters narrow each other. `q` searches the text: stems, without
/// accents, parts of compounds, `"adjacent words"` between quotes.
#[utoipa::path(
    tag = "Signals",
    operation_id = "listSignals",
    params(
        ("id" = Option<Vec<String>>, Query, description = "Only these, at most 100"),
        ("state" = Option<Vec<SignalState>>, Query, description = "States"),
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
        ("count" = Option<bool>, Query, description = "Also tell how many match, in `total`; counting stops at 10,000, which then means so many or more"),
        ("pageSize" = Option<u32>, Query, description = "Rows per page, 1 to 100"),
        ("after" = Option<String>, Query, description = "`next` of the page before"),
    ),
    responses((status = 200, body = Page<SignalSummary>), Refusals),
    security(("Bearer" = []))
)]
#[get("/signals")]
pub(crate) async fn list_signals(
    permit: Permitted<ListSignals>,
    app: App,
    Params(params): Params<InboxParams>,
) -> Result<web::Json<Page<SignalSummary>>, ApiProblem> {
    let scope = searching(&app, &permit, &params.filter)?;
    let page = params.paging.page(workflow::signals::after)?;
    let count = params.count;
    let sectors = app.shared_sectors(permit.scope()).await?;
    let (sources, permit, filter) = (app.sources.clone(), permit.permit(), params.filter);
    let reader = permit.clone();
    let page = app
        .db
        .read(&scope, move |tx| {
            workflow::signals::list_signals(tx, &permit, &sources, &sectors, &filter, page, count)
        })
        .await?;
    for signal in &page.items {
        app.note_reading(&reader, &signal.authority, "");
    }
    Ok(web::Json(page))
}
