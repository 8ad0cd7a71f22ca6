//! Invitations that nobody accepted yet.

use policy::{ListInvitations, Permit};
use shared::page::Page;
use shared::person::Invitation;
use storage::{At, Tx};

use super::invite_member::invitation;
use crate::{Sources, Stop};

/// Open invitations, newest first. Their links are not shown again.
pub fn list_invitations(
    tx: &mut Tx<'_>,
    permit: &Permit<ListInvitations>,
    sources: &Sources,
) -> Result<Page<Invitation>, Stop> {
    let records = tx.open_invitations(permit.scope(), At(sources.now()))?;
    let items = records
        .iter()
        .map(|record| invitation(sources, record, None));
    Ok(Page::whole(items.collect::<Result<_, _>>()?))
}
