//! Who asks.

use crate::operations::EVERYBODY;
use shared::codes::Role;
use shared::id::{AuthorityId, EntryLinkId, LoginId, MembershipId, OrganisationId, UserId};

/// Who asks, as crate `identity` found out.
#[derive(Debug, Clone)]
pub enum Actor {
    /// Nobody in particular.
    Anyone,
    /// Somebody with the entry link of an authority.
    EntryLink {
        /// The authority of the link.
        authority: AuthorityId,
        /// The link.
        link: EntryLinkId,
    },
    /// Somebody with a follow-up code of an authority; the code itself proves the right to one signal.
    Receipt {
        /// The authority under whose address the code was typed.
        authority: AuthorityId,
    },
    /// Somebody who signed in.
    Staff(Staff),
}

/// Somebody who signed in, with every role in every authority, loaded by the server (decisions.md 19).
#[derive(Debug, Clone)]
pub struct Staff {
    /// The person.
    pub user: UserId,
    /// The signing-in.
    pub login: LoginId,
    /// Roles per authority.
    pub memberships: Vec<ActorMembership>,
}

impl Staff {
    /// The same person with the rights of a provider alone, where she has any role of somebody who works there: what a
    /// link in a mail opens is never more (trust.md §3).
    #[must_use]
    pub fn as_provider(self) -> Self {
        let works = |membership: &ActorMembership| {
            membership.roles.iter().any(|role| EVERYBODY.contains(role))
        };
        let memberships = self.memberships.into_iter().filter(works);
        let narrowed = memberships.map(|membership| ActorMembership {
            roles: vec![Role::Provider],
            ..membership
        });
        Self {
            memberships: narrowed.collect(),
            ..self
        }
    }
}

/// Roles in one authority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActorMembership {
    /// Its id.
    pub id: MembershipId,
    /// The authority.
    pub authority: AuthorityId,
    /// The organisation this person works for.
    pub organisation: Option<OrganisationId>,
    /// The roles.
    pub roles: Vec<Role>,
}
