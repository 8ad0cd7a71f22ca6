//! An administrator decides whether a language model may read what signals say.

use actix_web::put;
use policy::ChangeLanguageModel;
use shared::summary::{LanguageModelChoice, LanguageModelUse};

use crate::http::{ApiProblem, App, Expected, Input, Permitted, Refusals, Versioned};

/// Lets the language model of this server read what signals say, or forbids it.
///
/// Nobody decided is no. Texts go to `languageModel.host` and nowhere else, with everything personal hidden. What was
/// written before stays. 409 with `languageModelSetUp` where whoever runs the server set none up. `If-Match` is the version
/// of the decision, 0 for the first.
#[utoipa::path(
    tag = "Meta",
    operation_id = "changeLanguageModel",
    request_body(content = LanguageModelChoice, example = json!({"allowed": true})),
    responses((status = 200, body = LanguageModelUse), Refusals),
    security(("Bearer" = []))
)]
#[put("/languageModel")]
pub(crate) async fn change_language_model(
    permit: Permitted<ChangeLanguageModel>,
    app: App,
    Expected(expected): Expected,
    draft: Input<LanguageModelChoice>,
) -> Result<Versioned<LanguageModelUse>, ApiProblem> {
    let choice = draft.value;
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let set_up = app.language_model();
    let held = permit.clone();
    let work = move |tx: &mut storage::Tx<'_>| {
        let set_up = set_up.as_ref();
        workflow::summaries::change_language_model(tx, &permit, &sources, set_up, expected, choice)
    };
    let body = app.db.write(&held, work).await?;
    Ok(Versioned {
        version: body.version,
        body,
    })
}
