//! Somebody accepts an invitation.

use actix_web::{HttpRequest, HttpResponse, post};
use policy::AcceptInvitation;
use shared::sign_in::{AcceptInvitationDraft, LoginTokens};
use workflow::people::{self, Pending, Proof};

use crate::http::{ApiProblem, App, Input, Permitted, Refusals};
use crate::logins::{began, check, hash};

/// Accepts an invitation: sets a password and proves the authenticator app, or signs in with the known ones. The link
/// does nothing after that. A link of `resetSignIn` sets both anew, and every login of before ends.
///
/// Passwords have 12 to 128 characters and are none of the commonest. Answers as `signIn`: access token in the body,
/// refresh cookie beside it. `codeUnknown` when the link was used, revoked or is too old; `weakPassword` on
/// `/password`.
#[utoipa::path(
    tag = "People",
    operation_id = "acceptInvitation",
    request_body(content = AcceptInvitationDraft, example = json!({
        "code": "M2Q4…",
        "password": "kruiwagen pinda lantaarn",
        "totp": "123456"
    })),
    responses((status = 201, body = LoginTokens), Refusals)
)]
#[post("/invitations/accept")]
pub(crate) async fn accept_invitation(
    permit: Permitted<AcceptInvitation>,
    app: App,
    request: HttpRequest,
    draft: Input<AcceptInvitationDraft>,
) -> Result<HttpResponse, ApiProblem> {
    app.limits.sign_in(&request)?;
    permit.named_authority()?;
    let draft = draft.value;
    let permit = permit.permit();
    let pending = pending(&app, &permit, draft.code).await?;
    let proof = proof(&app, &pending, draft.password).await?;
    let (sources, held) = (app.sources.clone(), permit.clone());
    let (totp, locale) = (draft.totp, draft.locale);
    let work = move |tx: &mut storage::Tx<'_>| {
        people::accept_invitation(tx, &permit, &sources, &pending, &proof, &totp, locale)
    };
    let signed_in = app.db.write(&held, work).await?;
    app.forget_memberships(signed_in.user);
    // Another password ends what was open with the one before.
    app.poll_revocations().await?;
    began(&app, &signed_in)
}

async fn pending(
    app: &App,
    permit: &policy::Permit<AcceptInvitation>,
    code: String,
) -> Result<Pending, ApiProblem> {
    let (sources, permit) = (app.sources.clone(), permit.clone());
    let scope = permit.scope().clone();
    let read =
        move |tx: &mut storage::Tx<'_>| people::pending_invitation(tx, &permit, &sources, &code);
    Ok(app.db.read(&scope, read).await?)
}

async fn proof(app: &App, pending: &Pending, password: String) -> Result<Proof, ApiProblem> {
    if let Some(email) = pending.account() {
        let checked = check(app, email.to_owned(), password).await?;
        return Ok(Proof::Known(checked.verdict));
    }
    let password = pending.new_password(&password)?;
    Ok(Proof::New(hash(app, password).await?))
}
