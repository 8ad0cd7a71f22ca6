//! A new entry link.

use actix_web::post;
use policy::CreateEntryLink;
use shared::entry_link::{EntryLink, EntryLinkDraft};
use workflow::{Attempt, doors};

use crate::http::{ApiProblem, App, Created, Input, Permitted, Refusals, RepeatKey};

/// Makes an entry link for a team, an organisation, an event.
///
/// The link lets somebody without account send signals to this authority and nothing else. `sector` and `organisation`
/// are filled in for whoever uses it; after `expiresOn` (a day, inclusive) it opens nothing.
#[utoipa::path(
    tag = "EntryLinks",
    operation_id = "createEntryLink",
    request_body(content = EntryLinkDraft, example = json!({"name": "Wijkteam Vaartwijk", "sector": "home-nursing"})),
    responses((status = 201, body = EntryLink), Refusals),
    security(("Bearer" = []))
)]
#[post("/entryLinks")]
pub(crate) async fn create_entry_link(
    permit: Permitted<CreateEntryLink>,
    app: App,
    RepeatKey(key): RepeatKey,
    draft: Input<EntryLinkDraft>,
) -> Result<Created<EntryLink>, ApiProblem> {
    let authority = permit.written_authority(&app)?;
    let lists = app.taxonomy(authority.id).await?;
    let body = draft.bytes.to_vec();
    let (new, attempt) = (draft.value.parse(&*lists)?, Attempt { key, body });
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let (held, base) = (permit.clone(), app.config.public_base_url());
    let work = move |tx: &mut storage::Tx<'_>| {
        doors::create_entry_link(tx, &permit, &sources, &attempt, &base, &new)
    };
    let body = app.db.write(&held, work).await?;
    app.forget_entry_links();
    Ok(Created {
        href: format!("/api/v1/entryLinks/{}", body.id),
        version: None,
        body,
    })
}
