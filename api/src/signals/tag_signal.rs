//! A processor confirms or rejects codes.

use actix_web::{post, web};
use policy::TagSignal;
use shared::id::SignalId;
use shared::signal::{SignalDetail, TaggingDraft};

use super::versioned;
use crate::http::{ApiProblem, App, Expected, Input, Permitted, Refusals, Versioned};

/// Confirms and rejects codes on a signal: themes, tags, target groups.
///
/// `confirm`, `reject` and `reconsider` (takes a decision back) hold at least one code between them, each at most 36 of
/// the taxonomy. What a machine or a provider proposed stays visible with who agreed. `referencedResourceNotFound` names a code that does not exist.
#[utoipa::path(
    tag = "Signals",
    operation_id = "tagSignal",
    params(
        ("signalId" = SignalId, Path, description = "Public id of the signal"),
    ),
    request_body(content = TaggingDraft, example = json!({
        "confirm": [{"scheme": "theme", "code": "housing"}],
        "reject": [{"scheme": "tag", "code": "social-housing"}],
        "reconsider": [{"scheme": "targetGroup", "code": "young-people"}]
    })),
    responses((status = 200, body = SignalDetail), Refusals),
    security(("Bearer" = []))
)]
#[post("/signals/{signalId}/tags")]
pub(crate) async fn tag_signal(
    permit: Permitted<TagSignal>,
    app: App,
    path: web::Path<SignalId>,
    Expected(expected): Expected,
    draft: Input<TaggingDraft>,
) -> Result<Versioned<SignalDetail>, ApiProblem> {
    let signal = path.into_inner();
    let authority = permit.written_authority(&app)?;
    let lists = app.taxonomy(authority.id).await?;
    let tagging = draft.value.parse(&*lists)?;
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let detail = app
        .db
        .write(&permit.clone(), move |tx| {
            workflow::signals::tag_signal(tx, &permit, &sources, signal, expected, &tagging)
        })
        .await?;
    Ok(versioned(detail))
}
