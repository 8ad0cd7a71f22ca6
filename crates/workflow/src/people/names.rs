//! Names of members of staff, for histories and the log.

use std::collections::BTreeMap;

use policy::Scope;
use shared::id::MembershipId;
use storage::Tx;

use super::sealed::open_name;
use crate::{Sources, Stop};

/// Names behind memberships, also ended ones; who is not within the scope is left out.
pub fn names(
    tx: &mut Tx<'_>,
    scope: &Scope,
    sources: &Sources,
    members: &[MembershipId],
) -> Result<BTreeMap<MembershipId, String>, Stop> {
    let mut members = members.to_vec();
    members.sort_unstable();
    members.dedup();
    if members.is_empty() {
        return Ok(BTreeMap::new());
    }
    let users = tx.users_behind(scope, &members)?;
    users
        .into_iter()
        .map(|(member, user)| Ok((member.0, open_name(sources, &user)?)))
        .collect()
}
