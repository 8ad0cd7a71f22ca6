//! A new organisation.

use actix_web::post;
use policy::CreateOrganisation;
use shared::organisation::{Organisation, OrganisationDraft};
use workflow::{Attempt, people};

use crate::http::{ApiProblem, App, Created, Input, Permitted, Refusals, RepeatKey};

/// Adds an organisation that works in the authority.
///
/// The sector is a code of the taxonomy. Names may repeat: two teams of one organisation are two lines.
#[utoipa::path(
    tag = "Organisations",
    operation_id = "createOrganisation",
    request_body(content = OrganisationDraft, example = json!({"name": "Thuiszorg De Linde", "sector": "home-nursing"})),
    responses((status = 201, body = Organisation), Refusals),
    security(("Bearer" = []))
)]
#[post("/organisations")]
pub(crate) async fn create_organisation(
    permit: Permitted<CreateOrganisation>,
    app: App,
    RepeatKey(key): RepeatKey,
    draft: Input<OrganisationDraft>,
) -> Result<Created<Organisation>, ApiProblem> {
    let authority = permit.written_authority(&app)?;
    let lists = app.taxonomy(authority.id).await?;
    let body = draft.bytes.to_vec();
    let (new, attempt) = (draft.value.parse(&*lists)?, Attempt { key, body });
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let held = permit.clone();
    let work = move |tx: &mut storage::Tx<'_>| {
        people::create_organisation(tx, &permit, &sources, &attempt, &new)
    };
    let body = app.db.write(&held, work).await?;
    Ok(Created {
        href: format!("/api/v1/organisations/{}", body.id),
        version: None,
        body,
    })
}
