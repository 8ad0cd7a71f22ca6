//! Following what rises.

use actix_web::post;
use policy::SubscribeTrends;
use shared::trend::{TrendSubscription, TrendSubscriptionDraft};
use workflow::Attempt;

use crate::http::{ApiProblem, App, Created, Input, Permitted, Refusals, RepeatKey};

/// Follows a theme, a neighbourhood, or a theme that rises in a neighbourhood.
///
/// What is followed already stays as it is, and answers as it is. A neighbourhood is one of the authority's list.
#[utoipa::path(
    tag = "Trends",
    operation_id = "subscribeTrends",
    request_body(content = TrendSubscriptionDraft, example = json!({"theme": "housing"})),
    responses((status = 201, body = TrendSubscription), Refusals),
    security(("Bearer" = []))
)]
#[post("/trendSubscriptions")]
pub(crate) async fn subscribe_trends(
    permit: Permitted<SubscribeTrends>,
    app: App,
    RepeatKey(key): RepeatKey,
    draft: Input<TrendSubscriptionDraft>,
) -> Result<Created<TrendSubscription>, ApiProblem> {
    let authority = permit.written_authority(&app)?;
    let lists = app.taxonomy(authority.id).await?;
    let body = draft.bytes.to_vec();
    let (new, attempt) = (draft.value.parse(&*lists)?, Attempt { key, body });
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let held = permit.clone();
    let work = move |tx: &mut storage::Tx<'_>| {
        workflow::trends::subscribe_trends(tx, &permit, &sources, &attempt, &new)
    };
    let body = app.db.write(&held, work).await?;
    Ok(Created {
        href: format!("/api/v1/trendSubscriptions/{}", body.id),
        version: None,
        body,
    })
}
