//! What nobody needs any more is deleted (trust.md §8.2).

use chrono::Duration;
use policy::{Permit, RunJob, Scope};
use storage::{At, Db, Tx};
use workflow::{Sources, Stop, imports};

use super::Failure;

/// A link to sign in lives ten minutes; for an hour it counts against its address.
const LINKS_KEPT_HOURS: i64 = 1;
/// Idempotency rows, ended logins, finished or dead jobs.
const KEPT_DAYS: i64 = 30;
/// Browsers that want to hear of news, counted from the last time their page was open: half a year, as contact data.
const PUSH_DAYS: i64 = 183;

/// Deletes what is over. A second run finds nothing more.
pub(super) async fn expire(
    db: &Db,
    sources: &Sources,
    permit: &Permit<RunJob>,
) -> Result<(), Failure> {
    let before = At(sources.now().minus(Duration::days(KEPT_DAYS)));
    let (own, of) = (permit.clone(), sources.clone());
    let rows = move |tx: &mut Tx<'_>| -> Result<usize, Stop> {
        let mut keys = tx.expire_idempotency(own.scope(), before)?;
        if let Some(authority) = own.scope().writes() {
            let unseen = of.today(authority).plus_days(-PUSH_DAYS);
            keys += tx.expire_push_subscriptions(own.scope(), unseen)?;
        }
        Ok(keys + imports::abandon_imports(tx, &own, &of)?)
    };
    let gone = db.keep_house(permit.scope(), rows).await?;
    let links = At(sources.now().minus(Duration::hours(LINKS_KEPT_HOURS)));
    let now = At(sources.now());
    let jobs = move |tx: &mut Tx<'_>| -> Result<usize, Stop> {
        let logins = tx.expire_logins(before)? + tx.expire_revocations(before)?;
        let logins = logins + tx.expire_passkey_challenges(now)?;
        Ok(logins + tx.expire_sign_in_links(links)? + tx.expire_jobs(before)?)
    };
    let jobs = db.keep_house(&Scope::nothing(None), jobs).await?;
    if gone + jobs > 0 {
        tracing::info!(rows = gone, jobs, "what is over was deleted");
    }
    Ok(())
}
