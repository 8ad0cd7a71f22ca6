//! A processor confirms which column holds what.

use actix_web::{post, web};
use policy::StartImport;
use shared::id::ImportId;
use shared::import::{Import, ImportMapping};

use crate::http::{ApiProblem, App, Input, Permitted, Refusals};

/// Begins to make signals of the rows, in the background; `getImport` tells how far it is.
///
/// A row that was imported before makes no second signal, whatever file it comes in. Starting again with the same columns
/// changes nothing.
#[utoipa::path(
    tag = "Imports",
    operation_id = "startImport",
    params(("importId" = ImportId, Path, description = "Id of the import")),
    request_body(content = ImportMapping, example = json!({"columns": {"0": "sourceId", "5": "text"}})),
    responses((status = 200, body = Import), Refusals),
    security(("Bearer" = []))
)]
#[post("/imports/{importId}/start")]
pub(crate) async fn start_import(
    permit: Permitted<StartImport>,
    app: App,
    path: web::Path<ImportId>,
    mapping: Input<ImportMapping>,
) -> Result<web::Json<Import>, ApiProblem> {
    let import = path.into_inner();
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let held = permit.clone();
    let work = move |tx: &mut storage::Tx<'_>| {
        workflow::imports::start_import(tx, &permit, &sources, import, &mapping.value)
    };
    Ok(web::Json(app.db.write(&held, work).await?))
}
