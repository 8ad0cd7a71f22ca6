//! What somebody with an invitation's link is offered.

use identity::entry_tokens::OneTimeCode;
use identity::totp::TotpSecret;
use policy::{Permit, ReadInvitation, Scope};
use shared::problem::Code;
use shared::sign_in::InvitationOffer;
use storage::records::InvitationRecord;
use storage::{At, Tx};

use super::sealed::open_invitation;
use crate::{Refusal, Sources, Stop, doors};

/// Who names the entry in the authenticator app.
const ISSUER: &str = "Lokaal Signaal";

/// Shows an invitation before it is accepted. Who has no account yet gets the secret for an authenticator app, the same
/// at each reading; the code in the hand is the proof that this is the invited person.
pub fn read_invitation(
    tx: &mut Tx<'_>,
    permit: &Permit<ReadInvitation>,
    sources: &Sources,
    code: &str,
) -> Result<InvitationOffer, Stop> {
    let record = by_code(tx, permit.scope(), sources, code)?;
    let (who, _) = open_invitation(sources, &record)?;
    let authority = sources.directory.by_id(record.authority_id.0);
    let resets = record.user_id.is_some();
    // Who only ever signed in by mail has no password yet, and chooses one now.
    let known = tx.user_by_email(&record.email_index)?;
    let has_account = !resets && known.is_some_and(|user| user.password_hash.is_some());
    let totp = if has_account {
        None
    } else {
        Some(totp_of(sources, &record)?)
    };
    let uri = totp
        .as_ref()
        .map(|secret| secret.provisioning_uri(ISSUER, &who.email));
    Ok(InvitationOffer {
        authority_name: authority.map_or_else(String::new, |authority| authority.name.clone()),
        name: who.name,
        email: who.email,
        roles: record.roles.0,
        has_account,
        resets,
        totp_secret: totp.as_ref().map(TotpSecret::reveal),
        totp_qr: uri.as_deref().and_then(doors::qr_svg),
        totp_uri: uri,
    })
}

/// The invitation behind a code, while it can be accepted. Used, revoked, too old, never there: one answer.
pub(super) fn by_code(
    tx: &mut Tx<'_>,
    scope: &Scope,
    sources: &Sources,
    code: &str,
) -> Result<InvitationRecord, Stop> {
    let code = OneTimeCode::parse(code).ok_or(Refusal::Code(Code::CodeUnknown))?;
    let record = tx.open_invitation(scope, &code.hash(), At(sources.now()))?;
    record.ok_or_else(|| Code::CodeUnknown.into())
}

/// The secret for the app, drawn with the invitation.
pub(super) fn totp_of(sources: &Sources, record: &InvitationRecord) -> Result<TotpSecret, Stop> {
    let sealed = TotpSecret::open(sources.keys().keks(), record.id.uuid(), &record.totp_sealed)?;
    Ok(sealed)
}
