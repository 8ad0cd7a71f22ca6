//! What needs somebody today.

use actix_web::{get, web};
use policy::GetStart;
use shared::problem::Code;
use shared::start::Start;

use crate::http::{ApiProblem, App, Permitted, Refusals};

/// Counts what waits for the signed-in person. A count that this person's roles do not cover is absent.
///
/// Counts are exact inside the authority and add up over all authorities that the request covers. `late` counts signals
/// whose promised day passed without an answer.
#[utoipa::path(
    tag = "Meta",
    operation_id = "getStart",
    responses((status = 200, body = Start), Refusals),
    security(("Bearer" = []))
)]
#[get("/start")]
pub(crate) async fn get_start(
    permit: Permitted<GetStart>,
    app: App,
) -> Result<web::Json<Start>, ApiProblem> {
    let staff = permit.staff.clone().ok_or(Code::NoAccessToken)?;
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let (scope, looks) = (permit.scope().clone(), app.looks());
    let start = app
        .db
        .read(&scope, move |tx| {
            workflow::start::get_start(tx, &permit, &sources, &staff, &looks)
        })
        .await?;
    Ok(web::Json(start))
}
