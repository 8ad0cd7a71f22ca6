//! `lokaal-signaal verify-audit`: recomputes every seal.
//!
//! It finds an entry that was changed, removed, moved, or added behind our back, and a seal that was changed or removed
//! from the middle. Who cuts off the newest seals *and* their entries leaves a shorter chain that is right in itself:
//! against that, compare the head with one that was written down elsewhere.

use identity::audit_head::{SignedBy, signed_by};
use policy::Scope;
use shared::id::AuthorityId;
use shared::time::Moment;
use storage::records::{AuditRecord, AuditSealRecord, AuditSealedRecord};
use storage::{At, Db, Tx};

use super::chain::{genesis, rows_hash, seal_hash};
use super::seal::is_signature_due;
use crate::{Sources, Stop};

/// Seals per transaction, so that a long log holds no connection for long.
const SEALS_AT_A_TIME: i64 = 100;
/// An entry that waits longer for its seal is a fault: the sealer stands still, or the entry came too late.
const MAX_UNSEALED_SECONDS: i64 = 10;

/// Something that is wrong with the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The chain has a gap before this seal.
    SealMissing(i64),
    /// This seal does not follow from the one before.
    ChainBroken(i64),
    /// This seal itself was changed.
    SealChanged(i64),
    /// Entries of this seal were changed, moved, added or removed.
    EntriesChanged(i64),
    /// The signature of this seal is wrong.
    SignatureWrong(i64),
    /// This seal must be signed and is not.
    SignatureMissing(i64),
    /// So many entries claim to stand in seals that do not exist.
    SealsCutOff(i64),
    /// So many entries stand in no seal although they are old enough.
    Unsealed(i64),
}

/// How far the verification came, and what it found.
#[derive(Debug, Clone)]
pub struct Verification {
    /// Seals that were looked at.
    pub seals: u64,
    /// Entries that were looked at.
    pub entries: u64,
    /// The number and hash of the newest seal: the head.
    pub head: Option<(i64, Vec<u8>)>,
    /// Everything that is wrong.
    pub faults: Vec<Fault>,
    /// Seals whose key was revoked after it signed them: whoever had that key could have made them too, so they are worth
    /// what a head that was written down elsewhere says.
    pub by_revoked_key: Vec<i64>,
    last_signed: Option<AuditSealRecord>,
    done: bool,
}

impl Verification {
    fn begin() -> Self {
        Self {
            seals: 0,
            entries: 0,
            head: None,
            faults: Vec::new(),
            by_revoked_key: Vec::new(),
            last_signed: None,
            done: false,
        }
    }

    /// True when nothing is wrong.
    pub fn is_clean(&self) -> bool {
        self.faults.is_empty()
    }
}

/// Recomputes the whole chain of an authority.
pub async fn verify(
    db: &Db,
    sources: &Sources,
    authority: AuthorityId,
) -> Result<Verification, Stop> {
    let scope = Scope::looking_up(authority);
    let mut verification = Verification::begin();
    while !verification.done {
        let (so_far, sources) = (verification, sources.clone());
        let look = move |tx: &mut Tx<'_>| next(tx, &sources, authority, so_far.clone());
        verification = db.read(&scope, look).await?;
    }
    Ok(verification)
}

/// Looks at the next seals, or, behind the last one, at what stands in none.
fn next(
    tx: &mut Tx<'_>,
    sources: &Sources,
    authority: AuthorityId,
    mut so_far: Verification,
) -> Result<Verification, Stop> {
    let scope = Scope::looking_up(authority);
    let behind = so_far.head.as_ref().map_or(0, |(no, _)| *no);
    let seals = tx.seals_after(&scope, behind, SEALS_AT_A_TIME)?;
    let (Some(first), Some(last)) = (seals.first(), seals.last()) else {
        return finish(tx, sources, &scope, so_far, behind);
    };
    let entries = tx.sealed_entries(&scope, first.seal_no, last.seal_no)?;
    for seal in &seals {
        let of_seal: Vec<_> = entries
            .iter()
            .filter(|(place, _)| place.seal_no == seal.seal_no)
            .collect();
        look_at(sources, authority, &mut so_far, seal, &of_seal);
    }
    Ok(so_far)
}

fn finish(
    tx: &mut Tx<'_>,
    sources: &Sources,
    scope: &Scope,
    mut so_far: Verification,
    last: i64,
) -> Result<Verification, Stop> {
    let cut_off = tx.count_sealed_after(scope, last)?;
    if cut_off > 0 {
        so_far.faults.push(Fault::SealsCutOff(cut_off));
    }
    let unsealed = tx.count_unsealed(scope, At(oldest_unsealed(sources.now())))?;
    if unsealed > 0 {
        so_far.faults.push(Fault::Unsealed(unsealed));
    }
    so_far.done = true;
    Ok(so_far)
}

fn oldest_unsealed(now: Moment) -> Moment {
    now.minus(chrono::Duration::seconds(MAX_UNSEALED_SECONDS))
}

fn look_at(
    sources: &Sources,
    authority: AuthorityId,
    so_far: &mut Verification,
    seal: &AuditSealRecord,
    entries: &[&(AuditSealedRecord, Option<AuditRecord>)],
) {
    let no = seal.seal_no;
    let (before, expected) = match &so_far.head {
        None => (0, genesis(authority.uuid()).to_vec()),
        Some((before, hash)) => (*before, hash.clone()),
    };
    let mut found = Vec::new();
    if no != before + 1 {
        found.push(Fault::SealMissing(no));
    }
    if seal.prev_hash != expected {
        found.push(Fault::ChainBroken(no));
    }
    if seal.hash != seal_hash(seal) {
        found.push(Fault::SealChanged(no));
    }
    if !are_whole(seal, entries) {
        found.push(Fault::EntriesChanged(no));
    }
    match &seal.signature {
        Some(signature) => {
            let (keys, of) = (sources.keys(), authority.uuid());
            match signed_by(keys.audit_head(), of, no, &seal.hash, signature) {
                SignedBy::Us => {}
                SignedBy::RevokedKey(at) if seal.sealed_at.0.utc() <= at => {
                    so_far.by_revoked_key.push(no);
                }
                SignedBy::RevokedKey(_) | SignedBy::Nobody => {
                    found.push(Fault::SignatureWrong(no));
                }
            }
            so_far.last_signed = Some(seal.clone());
        }
        None if is_signature_due(seal.sealed_at.0, so_far.last_signed.as_ref()) => {
            found.push(Fault::SignatureMissing(no));
        }
        None => {}
    }
    so_far.faults.extend(found);
    so_far.seals += 1;
    so_far.entries += u64::try_from(entries.len()).unwrap_or_default();
    so_far.head = Some((no, seal.hash.clone()));
}

/// True when the seal has exactly its entries, in their order, unchanged.
fn are_whole(
    seal: &AuditSealRecord,
    entries: &[&(AuditSealedRecord, Option<AuditRecord>)],
) -> bool {
    let in_order = (0..)
        .zip(entries)
        .all(|(position, (place, _)): (i32, _)| place.position == position);
    let rows: Option<Vec<&AuditRecord>> = entries.iter().map(|(_, row)| row.as_ref()).collect();
    let counted = i32::try_from(entries.len()).is_ok_and(|count| count == seal.rows_count);
    let same = rows.is_some_and(|rows| seal.rows_hash == rows_hash(rows));
    in_order && counted && same
}
