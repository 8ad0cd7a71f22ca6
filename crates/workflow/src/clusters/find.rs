//! The cluster and the signals of a request.

use std::collections::BTreeSet;

use policy::{Operation, Permit};
use shared::cluster::ClusterEditKind;
use shared::id::{ClusterId, SignalId, SignalKey};
use shared::problem::Code;
use storage::records::{ClusterEditRecord, ClusterEditSignalRecord, ClusterRecord, SignalRecord};
use storage::{At, Key, Stored, Tx};

use crate::issues::is_current;
use crate::{Refusal, Sources, Stop};

/// The cluster in the version that the client saw; one that is gone takes no change.
pub(super) fn cluster_in<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    id: ClusterId,
    expected: u64,
) -> Result<ClusterRecord, Stop> {
    let record = tx.cluster(permit.scope(), id)?.ok_or(Refusal::NotFound)?;
    is_current(record.version, expected)?;
    if record.gone_at.is_some() {
        return Err(Refusal::WrongState.into());
    }
    Ok(record)
}

/// Writes it back under its next version.
pub(super) fn save<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    mut record: ClusterRecord,
) -> Result<ClusterRecord, Stop> {
    record.version += 1;
    if tx.update_cluster(permit.scope(), &record)? {
        return Ok(record);
    }
    Err(Refusal::Stale {
        current: u64::try_from(record.version).unwrap_or_default(),
    }
    .into())
}

/// Signals of the cluster's authority that may be read; every one must exist.
pub(super) fn signals_in<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    cluster: &ClusterRecord,
    ids: &[SignalId],
) -> Result<Vec<SignalRecord>, Stop> {
    let mut signals = tx.signals_by_ids(permit.scope(), ids)?;
    signals.retain(|signal| {
        signal.authority_id == cluster.authority_id && signal.state.0.is_readable()
    });
    if signals.len() == ids.len() {
        return Ok(signals);
    }
    Err(Refusal::field("/signals", Code::UnknownValue).into())
}

/// Remembers what a person decided, for every later run. `sides`: those that stay together, or the two that stay apart.
pub(super) fn remember<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    sources: &Sources,
    cluster: &ClusterRecord,
    kind: ClusterEditKind,
    sides: &[&[SignalKey]],
) -> Result<(), Stop> {
    let edit = ClusterEditRecord {
        authority_id: cluster.authority_id,
        id: Key(sources.ids.key()),
        kind: Stored(kind),
        cluster_id: cluster.id,
        membership_id: permit
            .seat(cluster.authority_id.0)
            .map(|(member, _)| Key(member)),
        at: At(sources.now()),
    };
    let of_side = |(side, keys): (usize, &&[SignalKey])| {
        let side = i32::try_from(side).unwrap_or_default();
        let signal = |key: &SignalKey| ClusterEditSignalRecord {
            authority_id: edit.authority_id,
            edit_id: edit.id,
            signal_id: Key(*key),
            side,
        };
        keys.iter().map(signal).collect::<Vec<_>>()
    };
    let signals: Vec<ClusterEditSignalRecord> =
        sides.iter().enumerate().flat_map(of_side).collect();
    Ok(tx.insert_cluster_edit(permit.scope(), &edit, &signals)?)
}

/// They may leave each other and whoever they were put together with.
pub(super) fn no_longer_together<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    keys: &[SignalKey],
) -> Result<(), Stop> {
    let rows = tx.cluster_edits(permit.scope())?;
    let edits: BTreeSet<_> = rows
        .iter()
        .filter(|(_, kind, key, _)| kind.0 == ClusterEditKind::Together && keys.contains(&key.0))
        .map(|(edit, ..)| *edit)
        .collect();
    let edits: Vec<_> = edits.into_iter().collect();
    Ok(tx.drop_from_cluster_edits(permit.scope(), &edits, keys)?)
}

/// Nobody says any more that these stay apart from those.
pub(super) fn no_longer_apart<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    keys: &[SignalKey],
    others: &[SignalKey],
) -> Result<(), Stop> {
    let rows = tx.cluster_edits(permit.scope())?;
    let sides_of = |wanted: &[SignalKey]| -> BTreeSet<_> {
        let rows = rows.iter().filter(|(_, kind, key, _)| {
            kind.0 == ClusterEditKind::Apart && wanted.contains(&key.0)
        });
        rows.map(|(edit, _, _, side)| (*edit, *side)).collect()
    };
    let theirs = sides_of(others);
    let edits: BTreeSet<_> = sides_of(keys)
        .into_iter()
        .filter(|(edit, side)| theirs.contains(&(*edit, 1 - side)))
        .map(|(edit, _)| edit)
        .collect();
    let edits: Vec<_> = edits.into_iter().collect();
    Ok(tx.drop_from_cluster_edits(permit.scope(), &edits, keys)?)
}
