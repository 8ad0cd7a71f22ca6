//! Somebody sees own passkeys.

use actix_web::{get, web};
use policy::ListMyPasskeys;
use shared::passkey::Passkeys;
use workflow::doors;

use crate::http::{ApiProblem, App, Permitted, Refusals};

/// Lists the passkeys of whoever asks, the oldest first.
///
/// Each with what its owner calls it, the day it was made and the day it was last used. Nobody sees another's.
#[utoipa::path(
    tag = "Logins",
    operation_id = "listMyPasskeys",
    responses((status = 200, body = Passkeys), Refusals),
    security(("Bearer" = []))
)]
#[get("/myPasskeys")]
pub(crate) async fn list_my_passkeys(
    permit: Permitted<ListMyPasskeys>,
    app: App,
) -> Result<web::Json<Passkeys>, ApiProblem> {
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let scope = permit.scope().clone();
    let work = move |tx: &mut storage::Tx<'_>| doors::list_my_passkeys(tx, &permit, &sources);
    Ok(web::Json(app.db.read(&scope, work).await?))
}
