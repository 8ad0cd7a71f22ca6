//! Somebody leaves an authority.

use policy::{EndMembership, Permit};
use shared::id::{MembershipId, UserId};
use storage::{At, Tx};

use super::change_roles::{active, keep_an_administrator, save};
use crate::{Sources, Stop, doors};

/// Ends a membership and every login of this person; histories go on naming who did what. Answers the person, whom the
/// server must forget to be a member.
pub fn end_membership(
    tx: &mut Tx<'_>,
    permit: &Permit<EndMembership>,
    sources: &Sources,
    id: MembershipId,
    expected: u64,
) -> Result<UserId, Stop> {
    let mut record = active(tx, permit, id, expected)?;
    keep_an_administrator(tx, permit, &record)?;
    record.ended_at = Some(At(sources.now()));
    let record = save(tx, permit, record)?;
    tx.delete_trend_subscriptions_of(permit.scope(), record.id.0)?;
    tx.delete_saved_views_of(permit.scope(), record.id.0)?;
    doors::revoke_everywhere(tx, sources, record.user_id.0)?;
    Ok(record.user_id.0)
}
