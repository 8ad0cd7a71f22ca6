//! An administrator takes an invitation back.

use policy::{Permit, RevokeInvitation};
use shared::id::InvitationId;
use storage::{At, Tx};

use crate::{Refusal, Sources, Stop};

/// Ends an invitation; its link says from now on that it is too old.
pub fn revoke_invitation(
    tx: &mut Tx<'_>,
    permit: &Permit<RevokeInvitation>,
    sources: &Sources,
    id: InvitationId,
) -> Result<(), Stop> {
    tx.touches("invitation", id);
    if tx.revoke_invitation(permit.scope(), id, At(sources.now()))? {
        Ok(())
    } else {
        Err(Refusal::NotFound.into())
    }
}
