//! Who read which text. Reading must not wait for writing, so entries gather in memory and are written every few
//! seconds, outside the reading's transaction; a crash loses at most those (decisions.md 15).

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use policy::{Operation, Permit, RunJob, for_system};
use shared::audit::AuditOutcome;
use shared::id::{AuditId, AuthorityId, MembershipId};
use storage::records::AuditRecord;
use storage::{At, Db, Key, Stored};

use crate::{Sources, Stop};

/// Who read what in which operation: within a few seconds that is one entry, however often it was.
type Reading = (AuthorityId, MembershipId, &'static str, String);

/// Readings that wait to be written. Flush it every five seconds, and once more before the server stops.
#[derive(Debug, Default)]
pub struct ReadLog {
    waiting: Mutex<BTreeMap<Reading, AuditRecord>>,
}

impl ReadLog {
    /// Notes that the holder of this permit read a thing of an authority; an empty id stands for a list of them.
    pub fn note<A: Operation>(
        &self,
        permit: &Permit<A>,
        sources: &Sources,
        authority: AuthorityId,
        kind: &str,
        id: &str,
    ) {
        let Some((member, role)) = permit.seat(authority) else {
            return;
        };
        let record = AuditRecord {
            authority_id: Key(authority),
            id: Key(AuditId::new(sources.ids.key())),
            at: At(sources.now()),
            actor_ref: Some(Key(member)),
            role: Some(Stored(role)),
            operation: A::NAME.to_owned(),
            object_type: Some(kind.to_owned()),
            object_id: Some(id.to_owned()).filter(|id| !id.is_empty()),
            outcome: Stored(AuditOutcome::Done),
            reason_code: None,
        };
        let reading = (authority, member, A::NAME, id.to_owned());
        self.lock().entry(reading).or_insert(record);
    }

    /// Writes what waits, one transaction per authority; what cannot be written waits on. Answers how many were
    /// written.
    pub async fn flush(&self, db: &Db) -> Result<usize, Stop> {
        let waiting = std::mem::take(&mut *self.lock());
        let mut by_authority: BTreeMap<AuthorityId, Vec<(Reading, AuditRecord)>> = BTreeMap::new();
        for (reading, record) in waiting {
            by_authority
                .entry(reading.0)
                .or_default()
                .push((reading, record));
        }
        let (mut written, mut failed) = (0, None);
        for (authority, readings) in by_authority {
            let records = readings.iter().map(|(_, record)| record.clone()).collect();
            match write(db, authority, records).await {
                Ok(()) => written += readings.len(),
                Err(stop) => {
                    self.lock().extend(readings);
                    failed = Some(stop);
                }
            }
        }
        failed.map_or(Ok(written), Err)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<Reading, AuditRecord>> {
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
