//! Files whose columns nobody confirmed do not stay.

use chrono::Duration;
use policy::{Permit, RunJob};
use storage::{At, Tx};

use crate::{Sources, Stop};

/// As long as a draft on a phone (trust.md §8.2).
const DAYS: i64 = 7;

/// Gives up imports that wait for their columns since a week, and drops their files; how many.
pub fn abandon_imports(
    tx: &mut Tx<'_>,
    permit: &Permit<RunJob>,
    sources: &Sources,
) -> Result<usize, Stop> {
    let now = sources.now();
    let before = At(now.minus(Duration::days(DAYS)));
    Ok(tx.abandon_imports(permit.scope(), before, At(now))?)
}
