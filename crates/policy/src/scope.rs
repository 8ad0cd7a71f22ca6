//! Which authorities a query may touch: a set for reading, exactly one for writing (decisions.md 19).

use shared::id::{AuthorityId, UserId};

use crate::Urgency;

/// The authorities that a query may read, and the one that it may write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    reads: Vec<AuthorityId>,
    writes: Option<AuthorityId>,
    user: Option<UserId>,
    urgency: Urgency,
}

impl Scope {
    pub(crate) fn new(
        reads: Vec<AuthorityId>,
        writes: Option<AuthorityId>,
        user: Option<UserId>,
    ) -> Self {
        Self {
            reads,
            writes,
            user,
            urgency: Urgency::Usual,
        }
    }

    /// The same, for an operation of another urgency.
    #[must_use]
    pub fn with_urgency(self, urgency: Urgency) -> Self {
        Self { urgency, ..self }
    }

    /// Reading only what belongs to nobody: reference lists, and this person's own memberships.
    pub fn nothing(user: Option<UserId>) -> Self {
        Self {
            reads: Vec::new(),
            writes: None,
            user,
            urgency: Urgency::Usual,
        }
    }

    /// Finding out who asks, before any permit exists: one authority, read only.
    ///
    /// For crate `api`'s look-ups of entry links, receipts and invitations; a permit follows or the request ends.
    pub fn looking_up(authority: AuthorityId) -> Self {
        Self {
            reads: vec![authority],
            writes: None,
            user: None,
            urgency: Urgency::Usual,
        }
    }

    /// Authorities that may be read.
    pub fn reads(&self) -> &[AuthorityId] {
        &self.reads
    }

    /// The one authority that may be written.
    pub fn writes(&self) -> Option<AuthorityId> {
        self.writes
    }

    /// The person whose own memberships may be read.
    pub fn user(&self) -> Option<UserId> {
        self.user
    }

    /// Who goes first when not everybody can be served.
    pub fn urgency(&self) -> Urgency {
        self.urgency
    }

    /// True when the authority may be read.
    pub fn covers(&self, authority: AuthorityId) -> bool {
        self.reads.contains(&authority)
    }
}
