//! A processor says that two signals are not the same, or takes that back.

use policy::{CompareSignals, Permit};
use shared::analysis::{ComparisonDraft, SimilarSignal};
use shared::id::SignalId;
use shared::problem::Code;
use storage::records::SignalDifferenceRecord;
use storage::{At, Key, Tx};

use super::similar::similar_to;
use crate::{Refusal, Sources, Stop};

/// Remembers it for both, and answers what the first is like then.
pub fn compare_signals(
    tx: &mut Tx<'_>,
    permit: &Permit<CompareSignals>,
    sources: &Sources,
    signal: SignalId,
    draft: &ComparisonDraft,
) -> Result<Vec<SimilarSignal>, Stop> {
    let scope = permit.scope();
    let record = tx.signal(scope, signal)?.ok_or(Refusal::NotFound)?;
    let other = tx
        .signal(scope, draft.other)?
        .filter(|other| other.authority_id == record.authority_id && other.id != record.id)
        .ok_or_else(|| Refusal::field("/other", Code::UnknownValue))?;
    let (one, other) = if record.id.0 < other.id.0 {
        (record.id, other.id)
    } else {
        (other.id, record.id)
    };
    if draft.different {
        let difference = SignalDifferenceRecord {
            authority_id: record.authority_id,
            signal_id: one,
            other_id: other,
            membership_id: permit
                .seat(record.authority_id.0)
                .map(|(member, _)| Key(member)),
            at: At(sources.now()),
        };
        tx.put_difference(scope, &difference)?;
    } else {
        tx.delete_difference(scope, one.0, other.0)?;
    }
    tx.touches("signal", record.public_id.0);
    similar_to(tx, permit, sources, &record)
}
