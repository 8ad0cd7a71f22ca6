//! Who reads a mail chooses by its link how often to be written to.

use actix_web::{HttpResponse, post};
use policy::ChooseMailPace;
use shared::mail_pace::PaceByMailDraft;

use crate::http::{ApiProblem, App, Input, Permitted, Refusals};

/// Chooses by the link of a mail how often its address is written to.
///
/// The token stands behind `#p=` in the link at the end of each mail. It opens no signal. The choice is about every signal
/// of this authority that was sent with the address. Choosing twice changes nothing.
#[utoipa::path(
    tag = "Receipts",
    operation_id = "chooseMailPace",
    request_body(content = PaceByMailDraft, example = json!({
        "token": "AZNcHwAAcACAAAAAAAAABwABAgMEBQYHCAkKCwwNDg8",
        "pace": "weekly"
    })),
    responses((status = 204), Refusals),
    security(())
)]
#[post("/mailPace")]
pub(crate) async fn choose_mail_pace(
    permit: Permitted<ChooseMailPace>,
    app: App,
    draft: Input<PaceByMailDraft>,
) -> Result<HttpResponse, ApiProblem> {
    let (sources, permit, draft) = (app.sources.clone(), permit.permit(), draft.value);
    app.db
        .write(&permit.clone(), move |tx| {
            workflow::mail_pace::choose_mail_pace(tx, &permit, &sources, &draft.token, draft.pace)
        })
        .await?;
    Ok(HttpResponse::NoContent().finish())
}
