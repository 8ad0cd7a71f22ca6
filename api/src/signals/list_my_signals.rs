//! Somebody with an account sees own signals.

use actix_web::{get, web};
use policy::ListMySignals;
use shared::page::Page;
use shared::timeline::Timeline;

use crate::http::input::Paging;
use crate::http::{ApiProblem, App, Params, Permitted, Refusals};

/// Lists the signals that were sent with this account, newest day first.
///
/// Each with its timeline, as with a follow-up code. Nobody else, in no role, can ask for signals by person.
#[utoipa::path(
    tag = "Signals",
    operation_id = "listMySignals",
    params(
        ("pageSize" = Option<u32>, Query, description = "Rows per page, 1 to 100"),
        ("after" = Option<String>, Query, description = "`next` of the page before"),
    ),
    responses((status = 200, body = Page<Timeline>), Refusals),
    security(("Bearer" = []))
)]
#[get("/mySignals")]
pub(crate) async fn list_my_signals(
    permit: Permitted<ListMySignals>,
    app: App,
    Params(paging): Params<Paging>,
) -> Result<web::Json<Page<Timeline>>, ApiProblem> {
    let after = paging.cursor(workflow::signals::after)?;
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let scope = permit.scope().clone();
    let mine = app
        .db
        .read(&scope, move |tx| {
            workflow::signals::list_my_signals(tx, &permit, &sources, after, paging.size)
        })
        .await?;
    Ok(web::Json(mine))
}
