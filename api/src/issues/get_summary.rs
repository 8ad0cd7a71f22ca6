//! A processor asks what the signals of an issue say.

use std::collections::BTreeSet;

use actix_web::{get, web};
use policy::GetSummary;
use shared::analysis::Summary;
use shared::id::{IssueId, SignalId};

use crate::http::{ApiProblem, App, Permitted, Refusals};

/// Sums up the signals of an issue in three to five sentences of their own, each with its signal: nothing is made up.
///
/// The most central signal comes first, later ones tell something else (maximal marginal relevance on the vectors of
/// `model`). Empty while no model looked at the signals. `draft` is what a language model wrote, where one may be asked
/// (`languageModel`): each claim with its signals, and marked until a person approves it. That somebody read the sentences
/// is written to the log.
#[utoipa::path(
    tag = "Issues",
    operation_id = "getSummary",
    params(("issueId" = IssueId, Path, description = "Public id of the issue")),
    responses((status = 200, body = Summary), Refusals),
    security(("Bearer" = []))
)]
#[get("/issues/{issueId}/summary")]
pub(crate) async fn get_summary(
    permit: Permitted<GetSummary>,
    app: App,
    path: web::Path<IssueId>,
) -> Result<web::Json<Summary>, ApiProblem> {
    let issue = path.into_inner();
    let permit = permit.permit();
    let (sources, set_up) = (app.sources.clone(), app.language_model());
    let (scope, reader) = (permit.scope().clone(), permit.clone());
    let (authority, summary) = app
        .db
        .read(&scope, move |tx| {
            let set_up = set_up.as_ref();
            workflow::summaries::get_summary(tx, &permit, &sources, set_up, issue)
        })
        .await?;
    let slug = app.sources.slug(authority);
    let quoted = summary.quotes.iter().map(|quote| quote.signal);
    let draft = summary
        .draft
        .iter()
        .filter_map(|draft| draft.content.as_ref());
    let claimed = draft.flat_map(|content| content.claims.iter().flat_map(|claim| &claim.signals));
    let read: BTreeSet<SignalId> = quoted.chain(claimed.copied()).collect();
    for signal in read {
        app.note_reading(&reader, &slug, &signal.to_string());
    }
    Ok(web::Json(summary))
}
