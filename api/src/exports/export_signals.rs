//! A list of signals to take along.

use actix_web::{post, web};
use policy::ExportSignals;
use shared::page::MAX_PAGE_SIZE;
use shared::signal::SignalFilter;
use shared::signal_export::{MAX_EXPORTED_SIGNALS, SignalExport, SignalExportDraft};
use storage::Tx;
use workflow::{PageOf, exports};

use super::note;
use crate::http::{ApiProblem, App, Input, Params, Permitted, Refusals};
use crate::signals::FilterParams;

/// Hands out what is known of signals beside their words and their senders, for a spreadsheet: all that the filters find,
/// or those of them that are named.
///
/// As many as 10,000; `more` says that others were left out. It counts among the exports of a day, and is written to the
/// log before anything is read: no entry, no export.
#[utoipa::path(
    tag = "Signals",
    operation_id = "exportSignals",
    params(
        ("state" = Option<Vec<shared::life_cycle::SignalState>>, Query, description = "As in `listSignals`, and so are all others"),
        ("id" = Option<Vec<String>>, Query, description = "As in `listSignals`"),
        ("theme" = Option<Vec<String>>, Query, description = "As in `listSignals`"),
        ("tag" = Option<Vec<String>>, Query, description = "As in `listSignals`"),
        ("targetGroup" = Option<Vec<String>>, Query, description = "As in `listSignals`"),
        ("place" = Option<String>, Query, description = "As in `listSignals`"),
        ("from" = Option<String>, Query, description = "As in `listSignals`"),
        ("to" = Option<String>, Query, description = "As in `listSignals`"),
        ("issue" = Option<String>, Query, description = "As in `listSignals`"),
        ("q" = Option<String>, Query, description = "As in `listSignals`"),
        ("late" = Option<bool>, Query, description = "As in `listSignals`"),
        ("answered" = Option<bool>, Query, description = "As in `listSignals`"),
    ),
    request_body(content = SignalExportDraft, example = json!({"signals": ["0b6c2f0e-6a1d-4c1e-9a57-2f1f6d0c8e11"]})),
    responses((status = 200, body = SignalExport), Refusals),
    security(("Bearer" = []))
)]
#[post("/signalExports")]
pub(crate) async fn export_signals(
    permit: Permitted<ExportSignals>,
    app: App,
    Params(FilterParams(filter)): Params<FilterParams>,
    draft: Input<SignalExportDraft>,
) -> Result<web::Json<SignalExport>, ApiProblem> {
    let named = draft.value.parse()?;
    let authority = permit.written_authority(&app)?;
    note(&app, &permit.permit(), &authority).await?;
    let mut export = SignalExport {
        made_at: app.sources.now(),
        items: Vec::new(),
        more: false,
    };
    if named.is_empty() {
        let size = MAX_PAGE_SIZE;
        let mut page = PageOf { after: None, size };
        loop {
            let (items, next) = part(&permit, &app, filter.clone(), page).await?;
            export.items.extend(items);
            let after = next.as_deref().and_then(workflow::signals::after);
            export.more = after.is_some();
            if after.is_none() || export.items.len() >= MAX_EXPORTED_SIGNALS {
                break;
            }
            page = PageOf { after, size };
        }
    } else {
        let size = usize::try_from(MAX_PAGE_SIZE).unwrap_or(usize::MAX);
        for some in named.chunks(size) {
            let only = SignalFilter {
                id: some.to_vec(),
                ..filter.clone()
            };
            let page = PageOf {
                after: None,
                size: MAX_PAGE_SIZE,
            };
            export
                .items
                .extend(part(&permit, &app, only, page).await?.0);
        }
    }
    Ok(web::Json(export))
}

/// Reads one part, in a transaction of its own.
async fn part(
    permit: &Permitted<ExportSignals>,
    app: &App,
    filter: SignalFilter,
    page: PageOf<(shared::time::Day, shared::id::SignalId)>,
) -> Result<exports::PartOfSignals, ApiProblem> {
    let sectors = app.shared_sectors(permit.scope()).await?;
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let scope = permit.scope().clone();
    let read = move |tx: &mut Tx<'_>| {
        exports::list_of_signals(tx, &permit, &sources, &sectors, &filter, page)
    };
    Ok(app.db.read(&scope, read).await?)
}
