//! An administrator invites somebody.

use actix_web::post;
use policy::InviteMember;
use shared::person::{Invitation, InvitationDraft};
use workflow::{Attempt, people};

use crate::http::{ApiProblem, App, Created, Input, Permitted, Refusals, RepeatKey};

/// Invites somebody: a mail with a one-time link goes out, and the answer has the link too.
///
/// Earlier invitations to the same address end.
#[utoipa::path(
    tag = "People",
    operation_id = "inviteMember",
    request_body(content = InvitationDraft, example = json!({
        "name": "An Peeters",
        "email": "an@linde.example",
        "roles": ["processor"]
    })),
    responses((status = 201, body = Invitation), Refusals),
    security(("Bearer" = []))
)]
#[post("/invitations")]
pub(crate) async fn invite_member(
    permit: Permitted<InviteMember>,
    app: App,
    RepeatKey(key): RepeatKey,
    draft: Input<InvitationDraft>,
) -> Result<Created<Invitation>, ApiProblem> {
    let body = draft.bytes.to_vec();
    let (new, attempt) = (draft.value.parse()?, Attempt { key, body });
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let (held, base) = (permit.clone(), app.config.public_base_url());
    let work = move |tx: &mut storage::Tx<'_>| {
        people::invite_member(tx, &permit, &sources, &attempt, &base, &new)
    };
    let body = app.db.write(&held, work).await?;
    Ok(Created {
        href: format!("/api/v1/invitations/{}", body.id),
        version: None,
        body,
    })
}
