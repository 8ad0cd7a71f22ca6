//! Keeping a view.

use actix_web::post;
use policy::SaveView;
use shared::saved_view::{SavedView, SavedViewDraft};
use workflow::Attempt;

use crate::http::{ApiProblem, App, Created, Input, Permitted, Refusals, RepeatKey};

/// Keeps a view of the inbox under a name, at most 30.
///
/// One of the same name makes room for it. `outOfRange` on `/name` when there are 30 others. Codes are kept as they are,
/// also when they leave the taxonomy later.
#[utoipa::path(
    tag = "Signals",
    operation_id = "saveView",
    request_body(content = SavedViewDraft, example = json!({
        "name": "Wonen, te laat",
        "filter": {"state": ["received"], "theme": ["housing"], "late": true}
    })),
    responses((status = 201, body = SavedView), Refusals),
    security(("Bearer" = []))
)]
#[post("/savedViews")]
pub(crate) async fn save_view(
    permit: Permitted<SaveView>,
    app: App,
    RepeatKey(key): RepeatKey,
    draft: Input<SavedViewDraft>,
) -> Result<Created<SavedView>, ApiProblem> {
    let body = draft.bytes.to_vec();
    let (new, attempt) = (draft.value.parse()?, Attempt { key, body });
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let held = permit.clone();
    let work = move |tx: &mut storage::Tx<'_>| {
        workflow::saved_views::save_view(tx, &permit, &sources, &attempt, &new)
    };
    let body = app.db.write(&held, work).await?;
    Ok(Created {
        href: format!("/api/v1/savedViews/{}", body.id),
        version: None,
        body,
    })
}
