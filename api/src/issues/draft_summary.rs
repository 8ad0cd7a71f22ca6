//! A processor asks a language model to sum up an issue.

use actix_web::{post, web};
use policy::DraftSummary;
use shared::id::IssueId;
use shared::summary::SummaryDraft;

use crate::http::{ApiProblem, App, Permitted, Refusals, Versioned};

/// Asks the language model of this server for a draft; `getSummary` shows it once it is there, or why it is not.
///
/// Only where an administrator allows it (`changeLanguageModel`), otherwise 409 with `languageModelAllowed` or
/// `languageModelSetUp`. At most 40 signals are sent, the most typical, with everything personal hidden; nothing is sent when
/// something certain cannot be hidden. Of the answer only what rests on the signals is kept: a claim names signals that exist,
/// shares words with them, and has no number of its own. A draft of the same signals is not asked for again. That texts were
/// sent is written to the log, without a word of them.
#[utoipa::path(
    tag = "Issues",
    operation_id = "draftSummary",
    params(("issueId" = IssueId, Path, description = "Public id of the issue")),
    responses((status = 200, body = SummaryDraft), Refusals),
    security(("Bearer" = []))
)]
#[post("/issues/{issueId}/summary/draft")]
pub(crate) async fn draft_summary(
    permit: Permitted<DraftSummary>,
    app: App,
    path: web::Path<IssueId>,
) -> Result<Versioned<SummaryDraft>, ApiProblem> {
    let issue = path.into_inner();
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let set_up = app.language_model();
    let body = app
        .db
        .write(&permit.clone(), move |tx| {
            let set_up = set_up.as_ref();
            workflow::summaries::draft_summary(tx, &permit, &sources, set_up, issue)
        })
        .await?;
    Ok(Versioned {
        version: body.version,
        body,
    })
}
