//! A browser rings.

use policy::{Permit, RunJob};
use storage::Db;
use storage::records::JobRecord;
use workflow::push::{Ring, compose_push};
use workflow::{Sources, Stop};

use super::{Failure, payload};
use crate::Tools;
use crate::push::Rung;

/// Unseals the address and rings there. Nobody left to ring for is success.
pub(super) async fn send(
    db: &Db,
    sources: &Sources,
    tools: &Tools,
    permit: &Permit<RunJob>,
    job: &JobRecord,
) -> Result<(), Failure> {
    let ring: Ring = payload(job)?;
    let (own, from) = (permit.clone(), sources.clone());
    let compose = move |tx: &mut storage::Tx<'_>| compose_push(tx, &own, &from, ring);
    let Some(endpoint) = db.read(permit.scope(), compose).await? else {
        return Ok(());
    };
    let keys = sources.keys();
    match tools
        .bell
        .ring(&endpoint, keys.vapid(), sources.now())
        .await
    {
        Rung::Taken => Ok(()),
        Rung::Gone(cause) => {
            tracing::info!(job = %job.id.uuid(), cause, "a browser no longer listens and is forgotten");
            let scope = permit.scope().clone();
            let forget = move |tx: &mut storage::Tx<'_>| -> Result<(), Stop> {
                Ok(tx.delete_push_subscription(&scope, ring.subscription)?)
            };
            Ok(db.write(permit, forget).await?)
        }
        Rung::Again(cause) => Err(Failure::Again(cause)),
        Rung::Later(cause, pause) => Err(Failure::Later { cause, pause }),
        Rung::Never(cause) => Err(Failure::Never(cause)),
    }
}
