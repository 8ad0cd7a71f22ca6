//! Which authorities a query may touch: a set for reading, exactly one for writing (decisions.md 19).

use shared::id::{AuthorityId, UserId};

/// The authorities that a query may read, and the one that it may write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    reads: Vec<AuthorityId>,
    writes: Option<AuthorityId>,
    user: Option<UserId>,
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
        }
    }

    /// Reading only what belongs to nobody: reference lists, and this person's own memberships.
    pub fn nothing(user: Option<UserId>) -> Self {
        Self {
            reads: Vec::new(),
            writes: None,
            user,
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

    /// True when the authority may be read.
    pub fn covers(&self, authority: AuthorityId) -> bool {
        self.reads.contains(&authority)
    }
}
