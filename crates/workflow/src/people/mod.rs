//! People and their memberships.

use std::collections::BTreeMap;

use policy::Scope;
use shared::id::MembershipId;
use storage::Tx;

use crate::{Sources, Stop};

/// Names of members of staff. (First version: the people area fills it in.)
pub(crate) fn names(
    _tx: &mut Tx<'_>,
    _scope: &Scope,
    _sources: &Sources,
    _members: &[MembershipId],
) -> Result<BTreeMap<MembershipId, String>, Stop> {
    Ok(BTreeMap::new())
}
