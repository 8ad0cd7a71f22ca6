//! Where mail programs unsubscribe by themselves (RFC 8058). It stands outside the API: a mail program names no authority
//! in a header and sends no JSON.

use actix_web::web::Bytes;
use actix_web::{HttpResponse, web};
use policy::{Actor, ChooseMailPace, Permit, Wanted};
use shared::codes::MailPace;
use shared::problem::Code;

use crate::http::{ApiProblem, App};

/// What stands in the body, as a form of either kind (RFC 8058 §3.2).
const ONE_CLICK: [&str; 2] = ["List-Unsubscribe=One-Click", "name=\"List-Unsubscribe\""];

/// `POST /{slug}/m/mail/{token}`: no more mail. Whoever only opens the address, such as a scanner, is shown a page.
pub(crate) async fn one_click(
    app: App,
    path: web::Path<(String, String)>,
    body: Bytes,
) -> Result<HttpResponse, ApiProblem> {
    let (slug, token) = path.into_inner();
    let body = String::from_utf8_lossy(&body);
    if !ONE_CLICK.iter().any(|said| body.contains(said)) {
        let remedy = "send List-Unsubscribe=One-Click";
        return Err(ApiProblem::detail(Code::BadRequest, remedy));
    }
    let authority = app
        .sources
        .directory
        .by_slug(&slug)
        .ok_or(Code::ResourceNotFound)?;
    let permit: Permit<ChooseMailPace> = policy::decide(&Actor::Anyone, Wanted::One(authority.id))
        .map_err(|_| Code::ResourceNotFound)?;
    let sources = app.sources.clone();
    app.db
        .write(&permit.clone(), move |tx| {
            workflow::mail_pace::choose_mail_pace(tx, &permit, &sources, &token, MailPace::Never)
        })
        .await?;
    Ok(HttpResponse::NoContent().finish())
}
