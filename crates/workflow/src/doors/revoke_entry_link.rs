//! An entry link ends.

use policy::{Permit, RevokeEntryLink};
use shared::id::EntryLinkId;
use storage::{At, Tx};

use crate::{Refusal, Sources, Stop};

/// Ends an entry link for good; phones keep what was typed and ask for a new one (decisions.md 4).
pub fn revoke_entry_link(
    tx: &mut Tx<'_>,
    permit: &Permit<RevokeEntryLink>,
    sources: &Sources,
    id: EntryLinkId,
) -> Result<(), Stop> {
    tx.touches("entryLink", id);
    if tx.revoke_entry_link(permit.scope(), id, At(sources.now()))? {
        Ok(())
    } else {
        Err(Refusal::NotFound.into())
    }
}
