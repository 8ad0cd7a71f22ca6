//! "The processor may know who I am": per signal, off by default, taken back at any time (decisions.md 11).

use identity::sealing::{DataKey, Place};
use policy::{ChangeDisclosure, Permit, RevealDisclosure};
use shared::id::SignalId;
use shared::signal::{Disclosure, NewDisclosure};
use shared::text::Name;
use shared::timeline::Timeline;
use storage::records::{DisclosureRecord, SignalRecord};
use storage::{At, Key, Tx};
use uuid::Uuid;

use super::find::by_receipt;
use super::step::save;
use super::timeline::timeline;
use crate::{Refusal, Sources, Stop};

/// Replaces what the processor may know, or forgets it for good.
pub fn change_disclosure(
    tx: &mut Tx<'_>,
    permit: &Permit<ChangeDisclosure>,
    sources: &Sources,
    receipt: &str,
    disclosure: Option<&NewDisclosure>,
) -> Result<Timeline, Stop> {
    let record = by_receipt(tx, permit, sources, receipt)?;
    if disclosure.is_some() && record.state.is_ended() {
        return Err(Refusal::WrongState.into());
    }
    if tx.delete_disclosure(permit.scope(), record.id.0)? {
        // A backup still has it: restoring one must not bring it back.
        crate::erasure::remember(tx, permit, sources, "disclosure", record.id.uuid())?;
    }
    if let Some(disclosure) = disclosure {
        let sealed = seal(sources, &record, disclosure)?;
        tx.insert_disclosure(permit.scope(), &sealed)?;
    }
    let record = save(tx, permit, sources, record)?;
    timeline(tx, permit, sources, &record)
}

/// Tells who sent it. The audit entry is part of the same transaction: no entry, no name (decisions.md 15).
pub fn reveal_disclosure(
    tx: &mut Tx<'_>,
    permit: &Permit<RevealDisclosure>,
    sources: &Sources,
    signal: SignalId,
) -> Result<Disclosure, Stop> {
    let record = tx
        .signal(permit.scope(), signal)?
        .ok_or(Refusal::NotFound)?;
    let sealed = tx
        .disclosure(permit.scope(), record.id.0)?
        .ok_or(Refusal::WrongState)?;
    tx.touches("signal", record.public_id.0);
    let place = |column| place(sealed.authority_id.uuid(), sealed.id.0, column);
    let key = DataKey::unwrap(sources.keys().keks(), place("data_key"), &sealed.data_key)?;
    let words = |column, bytes: &[u8]| -> Result<String, Stop> {
        let open = key.open(place(column), bytes)?;
        Ok(String::from_utf8_lossy(&open).into_owned())
    };
    Ok(Disclosure {
        name: words("name_sealed", &sealed.name_sealed)?,
        reach: sealed
            .reach_sealed
            .as_deref()
            .map(|bytes| words("reach_sealed", bytes))
            .transpose()?,
    })
}

fn seal(
    sources: &Sources,
    signal: &SignalRecord,
    disclosure: &NewDisclosure,
) -> Result<DisclosureRecord, Stop> {
    let (id, now) = (sources.ids.public(), sources.now());
    let place = |column| place(signal.authority_id.uuid(), id, column);
    let key = DataKey::draw(&*sources.randomness);
    let sealed = |column, name: &Name| {
        key.seal(
            &*sources.randomness,
            place(column),
            name.reveal().as_bytes(),
        )
    };
    Ok(DisclosureRecord {
        authority_id: signal.authority_id,
        id: Key(id),
        signal_id: signal.id,
        data_key: key.wrap(
            sources.keys().keks(),
            &*sources.randomness,
            now.utc(),
            place("data_key"),
        )?,
        name_sealed: sealed("name_sealed", &disclosure.name)?,
        reach_sealed: disclosure
            .reach
            .as_ref()
            .map(|reach| sealed("reach_sealed", reach))
            .transpose()?,
        created_at: At(now),
    })
}

fn place(authority: Uuid, row: Uuid, column: &'static str) -> Place {
    Place {
        authority,
        table: "disclosures",
        column,
        row,
    }
}
