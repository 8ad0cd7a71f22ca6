//! Logins that ended before their access token did. Every instance polls new rows and checks in memory (trust.md §3).

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use chrono::{DateTime, Utc};
use shared::id::{LoginId, UserId};

/// What was revoked, and when.
#[derive(Default)]
pub(crate) struct Revocations {
    revoked: RwLock<Revoked>,
}

#[derive(Default)]
struct Revoked {
    logins: HashMap<LoginId, DateTime<Utc>>,
    users: HashMap<UserId, DateTime<Utc>>,
}

impl Revocations {
    /// True when a token of this login, issued then, is over.
    pub(crate) fn covers(&self, user: UserId, login: LoginId, issued_at: DateTime<Utc>) -> bool {
        let revoked = self.revoked.read().unwrap_or_else(PoisonError::into_inner);
        // Tokens carry whole seconds: one issued in the second of the revocation counts as older.
        let after = |at: &DateTime<Utc>| issued_at.timestamp() <= at.timestamp();
        revoked.logins.contains_key(&login) || revoked.users.get(&user).is_some_and(after)
    }

    /// Takes over what was revoked, and forgets what no token can still name.
    pub(crate) fn add(
        &self,
        logins: impl IntoIterator<Item = (LoginId, DateTime<Utc>)>,
        users: impl IntoIterator<Item = (UserId, DateTime<Utc>)>,
        forget_before: DateTime<Utc>,
    ) {
        let mut revoked = self.revoked.write().unwrap_or_else(PoisonError::into_inner);
        revoked.logins.extend(logins);
        revoked.users.extend(users);
        revoked.logins.retain(|_, at| *at >= forget_before);
        revoked.users.retain(|_, at| *at >= forget_before);
    }
}
