//! Finding the issue that a request is about.

use policy::{Operation, Permit};
use shared::id::{IssueId, MembershipId, OrganisationId};
use shared::problem::Code;
use storage::Tx;
use storage::records::IssueRecord;

use crate::{Refusal, Stop};

/// The issue within the permit's scope, in the version that the client saw.
pub(crate) fn issue_in<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    id: IssueId,
    expected: u64,
) -> Result<IssueRecord, Stop> {
    let record = tx.issue(permit.scope(), id)?.ok_or(Refusal::NotFound)?;
    is_current(record.version, expected)?;
    Ok(record)
}

/// Refuses when somebody else changed the thing since the client read it.
pub(crate) fn is_current(stored: i64, expected: u64) -> Result<(), Refusal> {
    let current = u64::try_from(stored).unwrap_or_default();
    if current == expected {
        Ok(())
    } else {
        Err(Refusal::Stale { current })
    }
}

/// Refuses an owner that does not exist here: the organisation, and the person when one is named.
pub(crate) fn organisation_in<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    organisation: (&str, OrganisationId),
    member: (&str, Option<MembershipId>),
) -> Result<(), Stop> {
    let (pointer, id) = organisation;
    if tx.organisation(permit.scope(), id)?.is_none() {
        return Err(Refusal::field(pointer, Code::UnknownValue).into());
    }
    let (pointer, Some(member)) = member else {
        return Ok(());
    };
    if tx.is_member(permit.scope(), member)? {
        return Ok(());
    }
    Err(Refusal::field(pointer, Code::UnknownValue).into())
}
