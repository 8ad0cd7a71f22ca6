//! Who read which text. Reading must not wait for writing, so entries gather in memory and are written every few
//! seconds, outside the reading's transaction; a crash loses at most those (decisions.md 15).

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use policy::{Operation, Permit, RunJob, for_system};
use shared::audit::AuditOutcome;
use shared::id::{AuditId, AuthorityId};
use storage::records::AuditRecord;
use storage::{At, Db, Key, Stored};

use crate::{Sources, Stop};

/// Readings that wait to be written. Flush it every five seconds, and once more before the server stops.
#[derive(Debug, Default)]
pub struct ReadLog {
    waiting: Mutex<Vec<AuditRecord>>,
}

impl ReadLog {
    /// Notes that the holder of this permit read these things of an authority.
    pub fn note<A: Operation>(
        &self,
        permit: &Permit<A>,
        sources: &Sources,
        authority: AuthorityId,
        kind: &str,
        ids: impl IntoIterator<Item = String>,
    ) {
        let Some((member, role)) = permit.seat(authority) else {
            return;
        };
        let now = At(sources.now());
        let records = ids.into_iter().map(|id| AuditRecord {
            authority_id: Key(authority),
            id: Key(AuditId::new(sources.ids.key())),
            at: now,
            actor_ref: Some(Key(member)),
            role: Some(Stored(role)),
            operation: A::NAME.to_owned(),
            object_type: Some(kind.to_owned()),
            object_id: Some(id),
            outcome: Stored(AuditOutcome::Done),
            reason_code: None,
        });
        self.lock().extend(records);
    }

    /// Writes what waits, one transaction per authority; what cannot be written waits on. Answers how many were
    /// written.
    pub async fn flush(&self, db: &Db) -> Result<usize, Stop> {
        let mut by_authority: BTreeMap<AuthorityId, Vec<AuditRecord>> = BTreeMap::new();
        for record in self.lock().drain(..) {
            let authority = record.authority_id.0;
            by_authority.entry(authority).or_default().push(record);
        }
        let (mut written, mut failed) = (0, None);
        for (authority, records) in by_authority {
            match write(db, authority, records.clone()).await {
                Ok(()) => written += records.len(),
                Err(stop) => {
                    self.lock().extend(records);
                    failed = Some(stop);
                }
            }
        }
        failed.map_or(Ok(written), Err)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<AuditRecord>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn write(db: &Db, authority: AuthorityId, records: Vec<AuditRecord>) -> Result<(), Stop> {
    let permit = for_system::<RunJob>(authority);
    let scope = permit.scope().clone();
    db.keep_house(permit.scope(), move |tx| {
        for record in &records {
            tx.insert_audit(&scope, record)?;
        }
        Ok(())
    })
    .await
}
