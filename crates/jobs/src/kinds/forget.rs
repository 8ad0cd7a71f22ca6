//! What was erased leaves the disk as well (trust.md §8.3).

use storage::{Db, Forgotten};

use super::Failure;

/// Clears the files of the database. A second run finds nothing more.
pub(super) async fn forget(db: &Db) -> Result<(), Failure> {
    if db.forget_erased().await? == Forgotten::Soon {
        tracing::debug!("erased words are left to PostgreSQL's own housekeeping");
    }
    Ok(())
}
