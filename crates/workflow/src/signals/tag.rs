//! A processor confirms or rejects codes on a signal, and may take such a decision back.

use policy::{Operation, Permit, TagSignal};
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
/// counted; what nobody proposed comes from the processor. A decision that is taken back leaves a proposal open again.
pub fn tag_signal(
    tx: &mut Tx<'_>,
    permit: &Permit<TagSignal>,
    sources: &Sources,
    signal: SignalId,
    expected: u64,
    tagging: &NewTagging,
) -> Result<SignalDetail, Stop> {
    let record = signal_in(tx, permit, signal, expected)?;
    let record = put_tags(tx, permit, sources, record, tagging)?;
    signal_detail(tx, permit, sources, record)
}

/// Writes what was decided about codes, and the signal back with its next version.
pub(super) fn put_tags<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    sources: &Sources,
    mut record: SignalRecord,
    tagging: &NewTagging,
) -> Result<SignalRecord, Stop> {
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
    for row in rows_of(tx, permit, &record, &tagging.reconsider)? {
        tx.put_tag(permit.scope(), &undecided(permit, sources, row))?;
    }
    record.last_activity_on = On(sources.today(record.authority_id.0));
    save(tx, permit, sources, record)
}

fn decided<A: Operation>(
    permit: &Permit<A>,
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

/// What stands on the signal under these codes.
fn rows_of<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    record: &SignalRecord,
    codes: &[(Scheme, Code)],
) -> Result<Vec<SignalTagRecord>, Stop> {
    if codes.is_empty() {
        return Ok(Vec::new());
    }
    let mut rows = tx.tags_of(permit.scope(), &[record.id.0])?;
    rows.retain(|row| {
        let is_meant =
            |(scheme, code): &(Scheme, Code)| row.scheme.0 == *scheme && row.code == code.as_str();
        codes.iter().any(is_meant)
    });
    Ok(rows)
}

/// As before anybody decided: what was proposed is a proposal, what the processor added is not there.
fn undecided<A: Operation>(
    permit: &Permit<A>,
    sources: &Sources,
    row: SignalTagRecord,
) -> SignalTagRecord {
    let is_added = row.origin.0 == TagOrigin::Processor;
    let (status, membership_id) = if is_added {
        let member = permit.seat(row.authority_id.0);
        (TagStatus::Rejected, member.map(|(member, _)| Key(member)))
    } else {
        (TagStatus::Proposed, None)
    };
    SignalTagRecord {
        status: Stored(status),
        membership_id,
        at: At(sources.now()),
        ..row
    }
}
