//! Keeping a view no more.

use actix_web::{HttpResponse, delete, web};
use policy::RemoveSavedView;
use shared::id::SavedViewId;

use crate::http::{ApiProblem, App, Permitted, Refusals};

/// Keeps a view of the inbox no more.
///
/// One's own only.
#[utoipa::path(
    tag = "Signals",
    operation_id = "removeSavedView",
    params(("savedViewId" = SavedViewId, Path, description = "Id of the view")),
    responses((status = 204), Refusals),
    security(("Bearer" = []))
)]
#[delete("/savedViews/{savedViewId}")]
pub(crate) async fn remove_saved_view(
    permit: Permitted<RemoveSavedView>,
    app: App,
    path: web::Path<SavedViewId>,
) -> Result<HttpResponse, ApiProblem> {
    let id = path.into_inner();
    let permit = permit.permit();
    let held = permit.clone();
    let work =
        move |tx: &mut storage::Tx<'_>| workflow::saved_views::remove_saved_view(tx, &permit, id);
    app.db.write(&held, work).await?;
    Ok(HttpResponse::NoContent().finish())
}
