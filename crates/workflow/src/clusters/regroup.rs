//! A person does not want to wait for the night.

use policy::{Permit, RegroupSignals};
use storage::Tx;

use crate::outbox::{JobKind, job};
use crate::{Refusal, Sources, Stop};

/// Queues a run.
pub fn regroup_signals(
    tx: &mut Tx<'_>,
    permit: &Permit<RegroupSignals>,
    sources: &Sources,
) -> Result<(), Stop> {
    let authority = permit.scope().writes().ok_or(Refusal::NotFound)?;
    let job = job(
        sources,
        JobKind::Group,
        Some(authority),
        serde_json::json!({}),
    );
    tx.insert_job(&job)?;
    tx.touches("clusterRun", job.id.0);
    Ok(())
}
