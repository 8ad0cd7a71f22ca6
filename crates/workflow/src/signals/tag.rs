//! A processor confirms or rejects codes on a signal.

use policy::{Permit, TagSignal};
use shared::id::SignalId;
use shared::signal::{NewTagging, SignalDetail, TagOrigin, TagStatus};
use shared::taxonomy::{Code, Scheme};
use storage::records::{SignalRecord, SignalTagRecord};
use storage::{At, Key, On, Stored, Tx};

use super::find::signal_in;
use super::step::save;
use super::view::signal_detail;
use crate::{Sources, Stop};

/// Confirms and rejects codes. What a machine or a provider proposed keeps its origin, so that acceptance can be
/// counted; what nobody proposed comes from the processor.
pub fn tag_signal(
    tx: &mut Tx<'_>,
    permit: &Permit<TagSignal>,
    sources: &Sources,
    signal: SignalId,
    expected: u64,
    tagging: &NewTagging,
) -> Result<SignalDetail, Stop> {
    let mut record = signal_in(tx, permit, signal, expected)?;
    let confirmed = tagging
        .confirm
        .iter()
        .map(|code| (code, TagStatus::Confirmed));
    let rejected = tagging
        .reject
        .iter()
        .map(|code| (code, TagStatus::Rejected));
    for ((scheme, code), status) in confirmed.chain(rejected) {
        tx.put_tag(
            permit.scope(),
            &decided(permit, sources, &record, *scheme, code, status),
        )?;
    }
    record.last_activity_on = On(sources.today(record.authority_id.0));
    let record = save(tx, permit, sources, record)?;
    signal_detail(tx, permit, sources, record)
}

fn decided(
    permit: &Permit<TagSignal>,
    sources: &Sources,
    record: &SignalRecord,
    scheme: Scheme,
    code: &Code,
    status: TagStatus,
) -> SignalTagRecord {
    SignalTagRecord {
        authority_id: record.authority_id,
        signal_id: record.id,
        scheme: Stored(scheme),
        code: code.to_string(),
        origin: Stored(TagOrigin::Processor),
        status: Stored(status),
        membership_id: permit
            .seat(record.authority_id.0)
            .map(|(member, _)| Key(member)),
        at: At(sources.now()),
    }
}
