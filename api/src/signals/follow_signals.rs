//! A provider follows signals with their follow-up codes.

use actix_web::{HttpRequest, post, web};
use policy::FollowSignals;
use shared::page::Page;
use shared::timeline::{FollowDraft, Timeline};

use super::noting_misses;
use crate::http::{ApiProblem, App, Input, Permitted, Refusals};

/// Shows where signals stand, and marks their feedback as read, unless `peek` says not to.
///
/// Up to fifty follow-up codes, in the body. Codes that open nothing are left out; when none opens anything the answer
/// is 404, the same for unknown, expired and erased.
#[utoipa::path(
    tag = "Receipts",
    operation_id = "followSignals",
    request_body(content = FollowDraft, example = json!({"receipts": ["KX7Q-2M9T-P4HD-V6RB"]})),
    responses((status = 200, body = Page<Timeline>), Refusals),
    security(())
)]
#[post("/receipts/query")]
pub(crate) async fn follow_signals(
    permit: Permitted<FollowSignals>,
    app: App,
    request: HttpRequest,
    draft: Input<FollowDraft>,
) -> Result<web::Json<Page<Timeline>>, ApiProblem> {
    let peek = draft.value.peek;
    let receipts = draft.value.parse()?;
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let done = app
        .db
        .write(&permit.clone(), move |tx| {
            workflow::signals::follow_signals(tx, &permit, &sources, &receipts, peek)
        })
        .await;
    let followed = noting_misses(&app, &request, done)?;
    app.limits.note_receipt_misses(&request, followed.misses);
    Ok(web::Json(Page::whole(followed.timelines)))
}
