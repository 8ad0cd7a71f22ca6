//! After the KEK was renewed: every data key and secret moves under the new one, so that the old one can be dropped.

use identity::Randomness;
use identity::keys::Keks;
use identity::sealing::{Place, SealingError, rewrap};
use shared::time::Moment;
use storage::port::{PortError, Store, Wrapped};
use uuid::Uuid;

/// Values per transaction: a server beside waits for its turn to write no longer than these take.
const BATCH: usize = 200;

/// Why not everything was moved.
#[derive(Debug, thiserror::Error)]
pub enum RewrapError {
    /// The database.
    #[error(transparent)]
    Store(#[from] PortError),
    /// A value that does not open, and where it stands.
    #[error("{table}.{column} of {id}: {source}")]
    Sealed {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// The row.
        id: Uuid,
        /// What is wrong with it.
        source: SealingError,
    },
}

/// Moves everything that another version than the current one wraps; how many values. Done again, it finds nothing left.
pub fn rewrap_all(
    store: &mut Store,
    keks: &Keks,
    randomness: &dyn Randomness,
    now: Moment,
) -> Result<usize, RewrapError> {
    let mut moved = Vec::new();
    for wrapped in store.wrapped()? {
        let new = rewrap(keks, randomness, now.utc(), place(&wrapped), &wrapped.value);
        let new = new.map_err(|source| RewrapError::Sealed {
            table: wrapped.table,
            column: wrapped.column,
            id: wrapped.id,
            source,
        })?;
        moved.extend(new.map(|new| (wrapped, new)));
    }
    let mut done = 0;
    for batch in moved.chunks(BATCH) {
        done += store.replace_wrapped(batch)?;
    }
    Ok(done)
}

/// What the value was bound to when it was wrapped. Secrets of authenticator apps are bound to the person, also while they
/// still stand in an invitation.
fn place(wrapped: &Wrapped) -> Place {
    let row = wrapped.id;
    if wrapped.column == "totp_sealed" {
        return identity::totp::place_of(row);
    }
    Place {
        authority: wrapped.authority,
        table: wrapped.table,
        column: wrapped.column,
        row,
    }
}
