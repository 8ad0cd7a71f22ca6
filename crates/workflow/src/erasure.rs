//! Remembering what was erased, so that a restored backup forgets it again (trust.md §8.3).

use policy::{Operation, Permit};
use storage::records::ErasureRecord;
use storage::{At, Key, Tx};
use uuid::Uuid;

use crate::{Sources, Stop};

/// Writes down that something was erased: an id and a time, nothing else.
pub(crate) fn remember<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    sources: &Sources,
    subject_type: &str,
    subject: Uuid,
) -> Result<(), Stop> {
    let Some(authority) = permit.scope().writes() else {
        return Ok(());
    };
    let record = ErasureRecord {
        authority_id: Key(authority),
        id: Key(sources.ids.key()),
        at: At(sources.now()),
        subject_type: subject_type.to_owned(),
        subject_id: Key(subject),
    };
    Ok(tx.insert_erasure(permit.scope(), &record)?)
}
