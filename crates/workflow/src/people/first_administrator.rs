//! The first administrator of an authority, whom nobody can invite.

use policy::{Permit, SetUp};
use shared::codes::{Language, Role};
use shared::text::{Email, Name};
use storage::{At, Tx};

use super::invite_member::{Invited, VALID_DAYS, insert, link};
use super::sealed::{Who, open_invitation};
use crate::{Sources, Stop};

/// Who becomes the first administrator.
#[derive(Debug)]
pub struct FirstAdministrator {
    /// Name of the person.
    pub name: Name,
    /// Address of the person.
    pub email: Email,
    /// Language of the person.
    pub locale: Language,
}

/// A one-time link with which this person becomes administrator, for the operator to hand over; nothing once there is
/// an administrator. Asked again, the link before ends.
pub fn first_administrator_link(
    tx: &mut Tx<'_>,
    permit: &Permit<SetUp>,
    sources: &Sources,
    base_url: &str,
    person: &FirstAdministrator,
) -> Result<Option<String>, Stop> {
    if tx.lock_administrators(permit.scope())? > 0 {
        return Ok(None);
    }
    // Nobody is there yet to take back a link that went to the wrong address: the newest one is the only one.
    let now = At(sources.now());
    for open in tx.open_invitations(permit.scope(), now, None, i64::MAX)? {
        tx.revoke_invitation(permit.scope(), open.id.0, now)?;
    }
    let invited = Invited {
        who: Who {
            name: person.name.reveal().to_owned(),
            email: person.email.reveal().to_owned(),
        },
        roles: vec![Role::Administrator],
        account: None,
        organisation: None,
        locale: person.locale,
        valid_days: VALID_DAYS,
    };
    let record = insert(tx, permit, sources, &invited)?;
    let (_, code) = open_invitation(sources, &record)?;
    Ok(code.map(|code| link(sources, base_url, &record, &code)))
}
