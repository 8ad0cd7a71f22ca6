//! An authority says which criteria count, and how much.

use policy::{ChangePriorityWeights, GetPriorityWeights, Permit};
use shared::id::AuthorityId;
use shared::priority::{PriorityWeights, WeightsDraft};
use storage::records::PriorityWeightsRecord;
use storage::{Json, Key, Tx};

use super::{told, work_mode};
use crate::issues::is_current;
use crate::{Refusal, Sources, Stop};

/// What counts; where nobody chose, each criterion as much as any other.
pub fn get_priority_weights(
    tx: &mut Tx<'_>,
    permit: &Permit<GetPriorityWeights>,
    sources: &Sources,
    authority: AuthorityId,
) -> Result<PriorityWeights, Stop> {
    let record = tx.priority_weights_of(permit.scope(), authority)?;
    Ok(told(record.as_ref(), work_mode(sources, authority)))
}

/// Changes what counts from now on. Issues that have a place keep it, with the weights that it came from.
pub fn change_priority_weights(
    tx: &mut Tx<'_>,
    permit: &Permit<ChangePriorityWeights>,
    sources: &Sources,
    expected: u64,
    draft: WeightsDraft,
) -> Result<PriorityWeights, Stop> {
    let scope = permit.scope();
    let authority = scope.writes().ok_or(Refusal::NotFound)?;
    let mode = work_mode(sources, authority);
    let chosen = draft.parse(mode)?;
    let before = tx.priority_weights_of(scope, authority)?;
    let current = before.as_ref().map_or(0, |record| record.version);
    is_current(current, expected)?;
    let record = PriorityWeightsRecord {
        authority_id: Key(authority),
        weights: chosen.map(|weights| Json(weights.as_slice().to_vec())),
        version: current + 1,
    };
    if !tx.put_priority_weights(scope, &record)? {
        return Err(Refusal::Stale {
            current: u64::try_from(current + 1).unwrap_or_default(),
        }
        .into());
    }
    let what = if record.weights.is_some() {
        "chosen"
    } else {
        "usual"
    };
    tx.touches_because("priorityWeights", authority, what);
    Ok(told(Some(&record), mode))
}
