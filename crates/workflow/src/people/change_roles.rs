//! An administrator changes what somebody may do.

use policy::{ChangeRoles, Operation, Permit};
use shared::codes::Role;
use shared::id::MembershipId;
use shared::person::Member;
use shared::problem::Code;
use storage::records::MembershipRecord;
use storage::{Many, Tx};

use super::list_members::member;
use crate::{Refusal, Sources, Stop, doors};

/// Replaces the roles of a member. Every login of this person ends, so that no token outlives the change (trust.md §3);
/// an authority always keeps an administrator.
pub fn change_roles(
    tx: &mut Tx<'_>,
    permit: &Permit<ChangeRoles>,
    sources: &Sources,
    id: MembershipId,
    expected: u64,
    roles: &[Role],
) -> Result<Member, Stop> {
    let mut record = active(tx, permit, id, expected)?;
    let leaves = !roles.contains(&Role::Administrator);
    if leaves {
        keep_an_administrator(tx, permit, &record)?;
    }
    record.roles = Many(roles.to_vec());
    let record = save(tx, permit, record)?;
    doors::revoke_everywhere(tx, sources, record.user_id.0)?;
    let user = tx.user(record.user_id.0)?.ok_or(Refusal::NotFound)?;
    member(sources, record, &user)
}

/// A membership that has not ended, in the version that the client saw.
pub(super) fn active<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    id: MembershipId,
    expected: u64,
) -> Result<MembershipRecord, Stop> {
    let record = tx.membership(permit.scope(), id)?;
    let record = record
        .filter(|record| record.ended_at.is_none())
        .ok_or(Refusal::NotFound)?;
    let current = u64::try_from(record.version).unwrap_or_default();
    if current != expected {
        return Err(Refusal::Stale { current }.into());
    }
    Ok(record)
}

/// Refuses when this member is the last administrator.
pub(super) fn keep_an_administrator<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    leaving: &MembershipRecord,
) -> Result<(), Stop> {
    if leaving.roles.contains(&Role::Administrator) && tx.lock_administrators(permit.scope())? <= 1
    {
        return Err(Code::LastAdministrator.into());
    }
    Ok(())
}

/// Writes a membership back with its next version.
pub(super) fn save<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    mut record: MembershipRecord,
) -> Result<MembershipRecord, Stop> {
    record.version += 1;
    tx.touches("membership", record.id.0);
    if tx.update_membership(permit.scope(), &record)? {
        return Ok(record);
    }
    let current = tx
        .membership(permit.scope(), record.id.0)?
        .map_or(0, |stored| stored.version);
    Err(Refusal::Stale {
        current: u64::try_from(current).unwrap_or_default(),
    }
    .into())
}
