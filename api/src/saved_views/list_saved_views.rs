//! The views that the caller keeps.

use actix_web::{get, web};
use policy::ListSavedViews;
use shared::page::Page;
use shared::saved_view::SavedView;

use crate::http::{ApiProblem, App, Permitted, Refusals};

/// Lists the views of the inbox that the caller keeps, the oldest first.
///
/// Nobody sees those of a colleague: a view is passed on by its address.
#[utoipa::path(
    tag = "Signals",
    operation_id = "listSavedViews",
    responses((status = 200, body = Page<SavedView>), Refusals),
    security(("Bearer" = []))
)]
#[get("/savedViews")]
pub(crate) async fn list_saved_views(
    permit: Permitted<ListSavedViews>,
    app: App,
) -> Result<web::Json<Page<SavedView>>, ApiProblem> {
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let scope = permit.scope().clone();
    let read = move |tx: &mut storage::Tx<'_>| {
        workflow::saved_views::list_saved_views(tx, &permit, &sources)
    };
    Ok(web::Json(Page::whole(app.db.read(&scope, read).await?)))
}
