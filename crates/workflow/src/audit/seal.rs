//! The sealer: takes entries that stand in no seal and binds them into a chain of hashes.
//!
//! It runs beside the requests, never inside their transaction: chaining there makes writers wait for each other and
//! fail (trust.md §7). Two sealers at once collide on the number of the seal; one of them rolls back and comes again.

use chrono::Duration;
use identity::audit_head::sign;
use policy::{RunJob, Scope, for_system};
use shared::id::AuthorityId;
use shared::time::{Day, Moment};
use storage::records::{AuditRecord, AuditSealRecord, AuditSealedRecord};
use storage::{At, Key, Tx};

use super::chain::{genesis, rows_hash, seal_hash};
use super::list_entries::is_of_a_day;
use crate::{Sources, Stop};

/// Younger entries wait: a transaction that began before them may still be writing.
const SETTLED_SECONDS: i64 = 2;
/// An entry that comes later than this behind the last seal was not written by us: transactions end within seconds. It
/// is never sealed, so it is found.
const LATE_MINUTES: i64 = 10;
/// Entries per seal.
const MOST: i64 = 1_000;
/// How often the head is signed.
const SIGNED_EVERY: Duration = Duration::hours(1);

/// True when there is something to seal or to sign: asked by reading, so that an idle second writes nothing.
pub fn must_seal(tx: &mut Tx<'_>, sources: &Sources, authority: AuthorityId) -> Result<bool, Stop> {
    let permit = for_system::<RunJob>(authority);
    let (scope, now) = (permit.scope(), sources.now());
    let last = tx.last_seal(scope)?;
    Ok(!settled(tx, scope, now, last.as_ref())?.1.is_empty()
        || must_sign(tx, scope, now, last.as_ref())?)
}

/// Seals what can be sealed, and signs the head once an hour. Answers how many entries were sealed.
pub fn seal(tx: &mut Tx<'_>, sources: &Sources, authority: AuthorityId) -> Result<usize, Stop> {
    let permit = for_system::<RunJob>(authority);
    let (scope, now) = (permit.scope(), sources.now());
    let before_this_run = tx.last_seal(scope)?;
    let mut head = before_this_run.clone();
    let mut sealed = 0;
    loop {
        let (found, rows) = settled(tx, scope, now, before_this_run.as_ref())?;
        if rows.is_empty() {
            break;
        }
        sealed += rows.len();
        let mut seal = next_seal(authority, now, head.as_ref(), &rows);
        if is_signature_due(now, tx.last_signed_seal(scope)?.as_ref()) {
            seal.signature = signature(sources, &seal);
        }
        tx.insert_seal(scope, &seal, &places(&seal, &rows))?;
        head = Some(seal);
        if found < MOST {
            break;
        }
    }
    if must_sign(tx, scope, now, head.as_ref())?
        && let Some(head) = &head
        && let Some(signature) = signature(sources, head)
    {
        tx.sign_seal(scope, head.seal_no, &signature)?;
    }
    Ok(sealed)
}

/// Entries that may be sealed now, and how many were found with those that came too late.
fn settled(
    tx: &mut Tx<'_>,
    scope: &Scope,
    now: Moment,
    last: Option<&AuditSealRecord>,
) -> Result<(i64, Vec<AuditRecord>), Stop> {
    let earliest = last.map_or(Moment::from_micros(0), |last| {
        last.sealed_at.minus(Duration::minutes(LATE_MINUTES))
    });
    let from = midnight(earliest);
    let before = now.minus(Duration::seconds(SETTLED_SECONDS));
    let mut rows = tx.unsealed_audit(scope, At(from), At(before), MOST)?;
    let found = i64::try_from(rows.len()).unwrap_or(MOST);
    // Entries of providers stand at midnight of their day, however late they come.
    rows.retain(|row| row.at.0 >= earliest || is_of_a_day(row));
    Ok((found, rows))
}

fn midnight(moment: Moment) -> Moment {
    Day::new(moment.utc().date_naive()).midnight()
}

fn next_seal(
    authority: AuthorityId,
    now: Moment,
    head: Option<&AuditSealRecord>,
    rows: &[AuditRecord],
) -> AuditSealRecord {
    let mut seal = AuditSealRecord {
        authority_id: Key(authority),
        seal_no: head.map_or(0, |head| head.seal_no) + 1,
        sealed_at: At(now),
        rows_count: i32::try_from(rows.len()).unwrap_or(i32::MAX),
        rows_hash: rows_hash(rows).to_vec(),
        prev_hash: head.map_or_else(
            || genesis(authority.uuid()).to_vec(),
            |head| head.hash.clone(),
        ),
        hash: Vec::new(),
        signature: None,
    };
    seal.hash = seal_hash(&seal).to_vec();
    seal
}

fn places(seal: &AuditSealRecord, rows: &[AuditRecord]) -> Vec<AuditSealedRecord> {
    let place = |(position, row): (i32, &AuditRecord)| AuditSealedRecord {
        authority_id: row.authority_id,
        audit_id: row.id,
        seal_no: seal.seal_no,
        position,
    };
    (0..).zip(rows).map(place).collect()
}

fn must_sign(
    tx: &mut Tx<'_>,
    scope: &Scope,
    now: Moment,
    head: Option<&AuditSealRecord>,
) -> Result<bool, Stop> {
    match head {
        Some(head) if head.signature.is_none() => {
            Ok(is_signature_due(now, tx.last_signed_seal(scope)?.as_ref()))
        }
        _ => Ok(false),
    }
}

/// True when this moment lies an hour or more behind the last signed seal. The verifier asks the same, so a signature
/// that somebody took away is missed.
pub(super) fn is_signature_due(moment: Moment, last_signed: Option<&AuditSealRecord>) -> bool {
    last_signed.is_none_or(|signed| moment.since(signed.sealed_at.0) >= SIGNED_EVERY)
}

fn signature(sources: &Sources, seal: &AuditSealRecord) -> Option<Vec<u8>> {
    let authority = seal.authority_id.uuid();
    let keys = sources.keys();
    sign(
        keys.audit_head(),
        sources.now().utc(),
        authority,
        seal.seal_no,
        &seal.hash,
    )
}
