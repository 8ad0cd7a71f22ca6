//! How often an account may be tried. Counted before the password is looked at, and stored in the same step, so that a
//! thousand attempts at once are not all the first.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Utc};
use identity::password::PasswordHash;
use identity::sealing::email_index;
use identity::sign_in_throttle::{Attempts, Decision, attempt};
use shared::id::UserId;
use shared::problem::Code;
use shared::time::Moment;
use storage::records::UserRecord;
use storage::{At, StorageError, Tx};

use crate::{Refusal, Sources, Stop};

/// Other attempts that may come in between before this one gives up.
const TRIES: u32 = 10;
/// Addresses without account that are remembered at once; then all are forgotten.
const MOST_STRANGERS: usize = 10_000;

/// An account that may be tried now.
#[derive(Debug, Clone)]
pub struct Account {
    pub(super) user: UserId,
    hash: Option<PasswordHash>,
}

impl Account {
    /// What to check the password against; nobody's hash where there is none, so that the answer takes equally long.
    pub fn hash(&self, nobody: &PasswordHash) -> PasswordHash {
        self.hash.clone().unwrap_or_else(|| nobody.clone())
    }
}

/// Counts an attempt on the account with this address, if it may be made now. `None` where there is no account: ask
/// [`Strangers`] then, and check the password against nobody's.
pub fn begin_sign_in(
    tx: &mut Tx<'_>,
    sources: &Sources,
    email: &str,
) -> Result<Option<Account>, Stop> {
    let index = email_index(sources.keys().index(), email);
    let now = sources.now();
    for _ in 0..TRIES {
        let known = tx.user_by_email(&index)?;
        let Some(user) = known.filter(|user| user.disabled_at.is_none()) else {
            return Ok(None);
        };
        let counted = match attempt(&attempts_of(&user), now.utc()) {
            Decision::Try(counted) => counted,
            Decision::Wait { until } => return Err(later(until, now)),
        };
        if tx.count_attempt(&user, &with(&user, &counted))? {
            return Ok(Some(Account {
                user: user.id.0,
                hash: user.password_hash.map(PasswordHash::from_stored),
            }));
        }
    }
    Err(StorageError::Crossed.into())
}

fn later(until: DateTime<Utc>, now: Moment) -> Stop {
    let seconds = (until - now.utc()).num_seconds().max(0);
    Refusal::Later {
        code: Code::TooManyFailedRequests,
        seconds: u64::try_from(seconds).unwrap_or_default() + 1,
    }
    .into()
}

fn attempts_of(user: &UserRecord) -> Attempts {
    let utc = |at: Option<At>| at.map(|at| at.utc());
    Attempts {
        in_window: u32::try_from(user.attempts_in_window).unwrap_or_default(),
        window_began_at: utc(user.window_began_at),
        last_at: utc(user.attempted_at),
        delays: u32::try_from(user.attempt_delays).unwrap_or_default(),
        wait_until: utc(user.wait_until),
    }
}

fn with(user: &UserRecord, attempts: &Attempts) -> UserRecord {
    let at = |moment: Option<DateTime<Utc>>| moment.map(|moment| At(Moment::new(moment)));
    UserRecord {
        attempts_in_window: i32::try_from(attempts.in_window).unwrap_or(i32::MAX),
        window_began_at: at(attempts.window_began_at),
        attempted_at: at(attempts.last_at),
        attempt_delays: i32::try_from(attempts.delays).unwrap_or(i32::MAX),
        wait_until: at(attempts.wait_until),
        ..user.clone()
    }
}

/// Attempts on addresses without account, in memory: they must be slowed down alike, or the delay would tell which
/// addresses have one.
#[derive(Debug, Default)]
pub struct Strangers {
    attempts: Mutex<HashMap<[u8; 32], Attempts>>,
}

impl Strangers {
    /// Counts an attempt on an address without account, if it may be made now.
    pub fn count(&self, sources: &Sources, email: &str) -> Result<(), Stop> {
        let index = email_index(sources.keys().index(), email);
        let now = sources.now();
        let mut known = self.attempts.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST_STRANGERS {
            known.clear();
        }
        let before = known.get(&index).copied().unwrap_or_default();
        match attempt(&before, now.utc()) {
            Decision::Try(counted) => {
                known.insert(index, counted);
                Ok(())
            }
            Decision::Wait { until } => Err(later(until, now)),
        }
    }
}
