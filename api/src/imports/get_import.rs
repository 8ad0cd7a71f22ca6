//! A processor looks how far an import is.

use actix_web::{get, web};
use policy::GetImport;
use shared::id::ImportId;
use shared::import::Import;

use crate::http::{ApiProblem, App, Permitted, Refusals};

/// Shows an import: its columns and first rows until they are confirmed, then how many rows were read, what came of
/// them, and which cells could not be used.
///
/// Ask again while `state` is `running`; `read` of `rows` tells how far it is. Rows with errors name row (1 is the
/// first below the header), column and rule, never what stood in the cell.
#[utoipa::path(
    tag = "Imports",
    operation_id = "getImport",
    params(("importId" = ImportId, Path, description = "Id of the import")),
    responses((status = 200, body = Import), Refusals),
    security(("Bearer" = []))
)]
#[get("/imports/{importId}")]
pub(crate) async fn get_import(
    permit: Permitted<GetImport>,
    app: App,
    path: web::Path<ImportId>,
) -> Result<web::Json<Import>, ApiProblem> {
    let import = path.into_inner();
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let scope = permit.scope().clone();
    let work = move |tx: &mut storage::Tx<'_>| {
        workflow::imports::get_import(tx, &permit, &sources, import)
    };
    Ok(web::Json(app.db.read(&scope, work).await?))
}
