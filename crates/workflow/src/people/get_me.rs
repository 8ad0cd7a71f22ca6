//! Who is signed in, and what this person may do where.

use policy::{ActorMembership, GetMe, Permit, Scope, Staff};
use shared::id::{LoginId, UserId};
use shared::person::{Me, MyMembership};
use storage::Tx;
use storage::records::MembershipRecord;

use super::sealed::open_user;
use crate::{Refusal, Sources, Stop};

/// The signed-in person with every membership.
pub fn get_me(tx: &mut Tx<'_>, permit: &Permit<GetMe>, sources: &Sources) -> Result<Me, Stop> {
    let user = permit.user().ok_or(Refusal::NotFound)?;
    let record = tx.user(user)?.ok_or(Refusal::NotFound)?;
    let who = open_user(sources, &record)?;
    let memberships = tx.own_memberships(permit.scope())?;
    let memberships = memberships
        .into_iter()
        .filter_map(|membership| mine(sources, membership));
    Ok(Me {
        id: user,
        name: who.name,
        locale: record.locale.0,
        memberships: memberships.collect(),
    })
}

fn mine(sources: &Sources, record: MembershipRecord) -> Option<MyMembership> {
    let authority = sources.directory.by_id(record.authority_id.0)?;
    Some(MyMembership {
        id: record.id.0,
        authority: authority.slug.clone(),
        authority_name: authority.name.clone(),
        roles: record.roles.0,
        organisation: record.organisation_id.map(|organisation| organisation.0),
    })
}

/// What a person may do where, as the server knows it now: nothing of it is read from a token (decisions.md 19).
pub fn memberships_of(tx: &mut Tx<'_>, user: UserId) -> Result<Vec<ActorMembership>, Stop> {
    let memberships = tx.own_memberships(&Scope::nothing(Some(user)))?;
    let of_actor = |record: MembershipRecord| ActorMembership {
        id: record.id.0,
        authority: record.authority_id.0,
        organisation: record.organisation_id.map(|organisation| organisation.0),
        roles: record.roles.0,
    };
    Ok(memberships.into_iter().map(of_actor).collect())
}

/// Who asks, with everything this person may do.
pub fn actor(tx: &mut Tx<'_>, user: UserId, login: LoginId) -> Result<Staff, Stop> {
    Ok(Staff {
        user,
        login,
        memberships: memberships_of(tx, user)?,
    })
}
