//! Under which memberships somebody acts.

use policy::{Operation, Permit};
use shared::id::MembershipId;

use crate::{Refusal, Stop};

/// The caller's own in the authority that is written.
pub(crate) fn own_seat<A: Operation>(permit: &Permit<A>) -> Result<MembershipId, Stop> {
    let authority = permit.scope().writes();
    let seat = authority.and_then(|authority| permit.seat(authority));
    Ok(seat.ok_or(Refusal::NotFound)?.0)
}

/// The caller's own in every authority that is read.
pub(crate) fn own_seats<A: Operation>(permit: &Permit<A>) -> Vec<MembershipId> {
    let authorities = permit.scope().reads().iter();
    let seats = authorities.filter_map(|authority| permit.seat(*authority));
    seats.map(|(member, _)| member).collect()
}
