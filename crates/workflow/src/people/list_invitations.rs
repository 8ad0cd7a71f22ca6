//! Invitations that nobody accepted yet.

use policy::{ListInvitations, Permit};
use shared::id::InvitationId;
use shared::page::Page;
use shared::person::Invitation;
use storage::{At, Tx};

use super::invite_member::invitation;
use crate::{Sources, Stop};

/// One page of open invitations, newest first. Their links are not shown again.
pub fn list_invitations(
    tx: &mut Tx<'_>,
    permit: &Permit<ListInvitations>,
    sources: &Sources,
    after: Option<InvitationId>,
    size: u32,
) -> Result<Page<Invitation>, Stop> {
    let (now, most) = (At(sources.now()), i64::from(size) + 1);
    let records = tx.open_invitations(permit.scope(), now, after, most)?;
    Page::cut(records, size, |last| last.id.to_string())
        .try_map(|record| invitation(sources, &record, None))
}
