//! Members of an authority, for its administrator.

use policy::{ListMembers, Permit};
use shared::id::MembershipId;
use shared::page::Page;
use shared::person::Member;
use storage::Tx;
use storage::records::{MembershipRecord, UserRecord};

use super::sealed::open_user;
use crate::{Sources, Stop};

/// One page of members, also former ones, in the order in which they joined.
pub fn list_members(
    tx: &mut Tx<'_>,
    permit: &Permit<ListMembers>,
    sources: &Sources,
    after: Option<MembershipId>,
    size: u32,
) -> Result<Page<Member>, Stop> {
    let rows = tx.members(permit.scope(), after, i64::from(size) + 1)?;
    Page::cut(rows, size, |(last, _)| last.id.0.to_string())
        .try_map(|(membership, user)| member(sources, membership, &user))
}

/// A membership with the person behind it.
pub(crate) fn member(
    sources: &Sources,
    record: MembershipRecord,
    user: &UserRecord,
) -> Result<Member, Stop> {
    let who = open_user(sources, user)?;
    let authority = record.authority_id.0;
    Ok(Member {
        id: record.id.0,
        name: who.name,
        email: who.email,
        roles: record.roles.0,
        organisation: record.organisation_id.map(|organisation| organisation.0),
        since: sources.day_of(record.created_at.0, authority),
        ended_on: record.ended_at.map(|at| sources.day_of(at.0, authority)),
        version: u64::try_from(record.version).unwrap_or_default(),
    })
}
