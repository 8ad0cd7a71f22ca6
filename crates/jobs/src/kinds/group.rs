//! Signals that tell of the same thing are put together, once a day and when somebody asks.

use std::sync::Arc;

use policy::{Permit, RunJob, Scope};
use serde_json::json;
use shared::id::AuthorityId;
use storage::records::JobRecord;
use storage::{At, Db, Key, Tx};
use workflow::clusters::{keep_grouping, material};
use workflow::outbox::{JobKind, job};
use workflow::{Sources, Stop};

use super::Failure;
use super::analyse::aside;
use crate::Tools;
use crate::analyst::grouped;
use crate::rounds::agreed_id;

/// When so many signals wait for a model, and more than one in so many of all, a run would be out of date at once.
const FEW_WAIT: i64 = 50;
const ONE_IN: i64 = 20;
/// People changed something while it worked: it works again so often, then later.
const TRIES: usize = 3;
/// How much later, in seconds.
const PAUSE: i64 = 30;

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
    let Ok(_turn) = analyst.turn.try_acquire() else {
        return Ok(later(db, sources, authority).await?);
    };
    for _ in 0..TRIES {
        let (own, from, model) = (permit.clone(), sources.clone(), analyst.model().to_owned());
        let read = move |tx: &mut Tx<'_>| material(tx, &own, &from, authority, &model);
        let material = db.read(permit.scope(), read).await?;
        let all = i64::try_from(material.rows.len()).unwrap_or(i64::MAX);
        if material.waiting > FEW_WAIT.max(all / ONE_IN) {
            return Ok(later(db, sources, authority).await?);
        }
        let (with, from) = (Arc::clone(analyst), sources.clone());
        let grouping = aside(move || grouped(&with, &from, authority, &material)).await?;
        let (own, from) = (permit.clone(), sources.clone());
        let keep = move |tx: &mut Tx<'_>| keep_grouping(tx, &own, &from, authority, &grouping);
        if db.write(permit, keep).await? {
            return Ok(());
        }
    }
    Ok(later(db, sources, authority).await?)
}

/// Not now. Whoever puts it off in the same half minute puts off the same run.
async fn later(db: &Db, sources: &Sources, authority: AuthorityId) -> Result<(), Stop> {
    let at = sources.now().plus(chrono::Duration::seconds(PAUSE));
    // Apart from the rounds of days, and from looks at signals.
    let of_turn = u128::from((at.micros() / (1_000_000 * PAUSE)).unsigned_abs()) << 8 | 1 << 58;
    let later = JobRecord {
        id: Key(agreed_id(Some(authority), of_turn)),
        run_at: At(at),
        ..job(sources, JobKind::Group, Some(authority), json!({}))
    };
    let queue = move |tx: &mut Tx<'_>| -> Result<(), Stop> {
        tx.insert_job_once(&later)?;
        Ok(())
    };
    db.keep_house(&Scope::nothing(None), queue).await
}
