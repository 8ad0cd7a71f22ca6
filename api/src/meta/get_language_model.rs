//! An administrator sees which language model may read what.

use actix_web::get;
use policy::GetLanguageModel;
use shared::problem::Code;
use shared::summary::LanguageModelUse;

use crate::http::permitted::AUTHORITY;
use crate::http::{ApiProblem, App, Permitted, Refusals, Versioned};

/// Shows which language model whoever runs the server set up, and whether the authority allows it to read what signals say.
///
/// Where nobody decided it is not allowed.
#[utoipa::path(
    tag = "Meta",
    operation_id = "getLanguageModel",
    responses((status = 200, body = LanguageModelUse), Refusals),
    security(("Bearer" = []))
)]
#[get("/languageModel")]
pub(crate) async fn get_language_model(
    permit: Permitted<GetLanguageModel>,
    app: App,
) -> Result<Versioned<LanguageModelUse>, ApiProblem> {
    let permit = permit.permit();
    let scope = permit.scope().clone();
    let &[authority] = scope.reads() else {
        return Err(ApiProblem::header(AUTHORITY, Code::Required));
    };
    let set_up = app.language_model();
    let read = move |tx: &mut storage::Tx<'_>| {
        workflow::summaries::get_language_model(tx, &permit, set_up.as_ref(), authority)
    };
    let body = app.db.read(&scope, read).await?;
    Ok(Versioned {
        version: body.version,
        body,
    })
}
