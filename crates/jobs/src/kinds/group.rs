//! Signals that tell of the same thing are put together, once a day and when somebody asks.

use std::sync::Arc;

use policy::{Permit, RunJob};
use shared::id::AuthorityId;
use storage::{Db, Tx};
use workflow::clusters::{Rest, keep_grouping, keep_rest, material};
use workflow::outbox::JobKind;
use workflow::{Sources, Stop};

use super::Failure;
use super::analyse::aside;
use crate::Tools;
use crate::analyst::grouped;
use crate::rounds::queue_later;

/// When so many signals wait for a model, and more than one in so many of all, a run would be out of date at once.
const FEW_WAIT: i64 = 50;
const ONE_IN: i64 = 20;
/// People changed something while it worked: it works again so often, then later.
const TRIES: usize = 3;
/// How much later, in seconds.
const PAUSE: i64 = 10;

/// Looks at every signal again, unless many wait to be looked at for the first time.
pub(super) async fn group(
    db: &Db,
    sources: &Sources,
    tools: &Tools,
    permit: &Permit<RunJob>,
    authority: AuthorityId,
) -> Result<(), Failure> {
    let Some(analyst) = &tools.analyst else {
        return Ok(());
    };
    let Ok(_turn) = analyst.grouping.try_acquire() else {
        return Ok(queue_later(db, sources, JobKind::Group, authority, PAUSE).await?);
    };
    for _ in 0..TRIES {
        let (own, from, model) = (permit.clone(), sources.clone(), analyst.model().to_owned());
        let read = move |tx: &mut Tx<'_>| material(tx, &own, &from, authority, &model);
        let material = db.read(permit.scope(), read).await?;
        let all = i64::try_from(material.rows.len()).unwrap_or(i64::MAX);
        if material.waiting > FEW_WAIT.max(all / ONE_IN) {
            return Ok(queue_later(db, sources, JobKind::Group, authority, PAUSE).await?);
        }
        let (with, from) = (Arc::clone(analyst), sources.clone());
        let grouping = aside(move || grouped(&with, &from, authority, &material)).await?;
        let (own, from) = (permit.clone(), sources.clone());
        let keep = move |tx: &mut Tx<'_>| keep_grouping(tx, &own, &from, authority, &grouping);
        let Some(rest) = db.write(permit, keep).await? else {
            continue;
        };
        if write_rest(db, permit, rest).await? {
            return Ok(());
        }
    }
    Ok(queue_later(db, sources, JobKind::Group, authority, PAUSE).await?)
}

/// Writes the members a few at a time, so that requests have their turn between; false when people changed something.
async fn write_rest(db: &Db, permit: &Permit<RunJob>, rest: Rest) -> Result<bool, Stop> {
    let rest = Arc::new(rest);
    for time in 0..rest.times() {
        let (own, rest) = (permit.clone(), Arc::clone(&rest));
        let write = move |tx: &mut Tx<'_>| keep_rest(tx, &own, &rest, time);
        if !db.write(permit, write).await? {
            return Ok(false);
        }
    }
    Ok(true)
}
