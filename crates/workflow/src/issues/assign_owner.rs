//! Who pulls an issue: an organisation, and possibly one of its people (decisions.md 27).

use policy::{AssignOwner, Permit};
use shared::id::{IssueId, MembershipId, OrganisationId};
use shared::issue::IssueDetail;
use storage::{Key, Tx};

use super::find::{issue_in, organisation_in};
use super::step::save;
use super::view::issue_detail;
use crate::{Refusal, Sources, Stop};

/// Assigns the owner, or another one.
pub fn assign_owner(
    tx: &mut Tx<'_>,
    permit: &Permit<AssignOwner>,
    sources: &Sources,
    issue: IssueId,
    expected: u64,
    owner: (OrganisationId, Option<MembershipId>),
) -> Result<IssueDetail, Stop> {
    let (organisation, member) = owner;
    let mut record = issue_in(tx, permit, issue, expected)?;
    if !record.state.is_editable() {
        return Err(Refusal::WrongState.into());
    }
    organisation_in(
        tx,
        permit,
        ("/organisation", organisation),
        ("/member", member),
    )?;
    record.owner_organisation_id = Some(Key(organisation));
    record.owner_membership_id = member.map(Key);
    let record = save(tx, permit, sources, record)?;
    issue_detail(tx, permit, sources, record)
}
