//! The proof that a check was made.

use std::marker::PhantomData;

use shared::codes::Role;
use shared::id::{AuthorityId, MembershipId, UserId};

use crate::Scope;
use crate::operations::Operation;
use crate::urgency::urgency_of;

/// The proof that somebody may do `A`, within a scope. Only this crate makes one.
#[derive(Debug)]
pub struct Permit<A: Operation> {
    scope: Scope,
    actor: PermitActor,
    operation: PhantomData<A>,
}

/// Who holds a permit, as the audit log may know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PermitActor {
    /// A provider, with or without account: the log keeps the day and nothing about who (trust.md §7).
    Provider,
    /// Somebody who is not yet known: signing in, accepting an invitation.
    Anyone,
    /// The system itself.
    System,
    /// A member of staff, with the role that allowed it, per authority.
    Staff {
        /// The person.
        user: UserId,
        /// Membership and role per authority of the scope.
        seats: Vec<(AuthorityId, MembershipId, Role)>,
    },
}

// By hand: a derive would ask that the operation itself can be cloned.
impl<A: Operation> Clone for Permit<A> {
    fn clone(&self) -> Self {
        Self::new(self.scope.clone(), self.actor.clone())
    }
}

impl<A: Operation> Permit<A> {
    pub(crate) fn new(scope: Scope, actor: PermitActor) -> Self {
        Self {
            scope: scope.with_urgency(urgency_of(A::NAME)),
            actor,
            operation: PhantomData,
        }
    }

    /// What it may touch.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// Who holds it.
    pub fn actor(&self) -> &PermitActor {
        &self.actor
    }

    /// The operation's name in openapi.yaml and in the audit log.
    pub fn operation(&self) -> &'static str {
        A::NAME
    }

    /// The person, when somebody signed in.
    pub fn user(&self) -> Option<UserId> {
        match &self.actor {
            PermitActor::Staff { user, .. } => Some(*user),
            _ => None,
        }
    }

    /// Membership and role with which this permit acts in an authority.
    pub fn seat(&self, authority: AuthorityId) -> Option<(MembershipId, Role)> {
        match &self.actor {
            PermitActor::Staff { seats, .. } => seats
                .iter()
                .find(|(of, _, _)| *of == authority)
                .map(|(_, member, role)| (*member, *role)),
            _ => None,
        }
    }
}
