//! Putting validated issues in an order: weights, scores of several people, and the order that a person confirms or
//! chooses. Who scored what is nobody else's business, and is forgotten once an issue has its place.

mod change_weights;
mod list;
mod open_scores;
mod prioritise;
mod score;

pub use change_weights::{change_priority_weights, get_priority_weights};
pub use list::list_priorities;
pub use open_scores::open_scores;
pub use prioritise::prioritise_issues;
pub use score::{score_issue, withdraw_scores};

pub(crate) use score::settle_scores;

use policy::{Operation, Permit};
use shared::codes::WorkMode;
use shared::id::AuthorityId;
use shared::priority::{PriorityWeights, Weights};
use storage::Tx;
use storage::records::PriorityWeightsRecord;

use crate::{Sources, Stop};

/// How an authority works; three criteria are enough in rounds.
fn work_mode(sources: &Sources, authority: AuthorityId) -> WorkMode {
    let authority = sources.directory.by_id(authority);
    authority.map_or(WorkMode::Continuous, |authority| authority.work_mode)
}

/// What counts now. Weights that were chosen before an authority began to work in rounds hold for the three that are left,
/// unless nothing of them does.
fn weights_in_force(record: Option<&PriorityWeightsRecord>, mode: WorkMode) -> (Weights, bool) {
    let chosen = record.and_then(|record| record.weights.as_ref());
    match chosen.and_then(|chosen| Weights::of(mode, &chosen.0)) {
        Some(chosen) => (chosen, false),
        None => (Weights::usual(mode), true),
    }
}

fn told(record: Option<&PriorityWeightsRecord>, mode: WorkMode) -> PriorityWeights {
    let (weights, usual) = weights_in_force(record, mode);
    PriorityWeights {
        weights: weights.as_slice().to_vec(),
        usual,
        version: record.map_or(0, |record| {
            u64::try_from(record.version).unwrap_or_default()
        }),
    }
}

/// What counts for an authority now.
fn weights_of<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    sources: &Sources,
    authority: AuthorityId,
) -> Result<Weights, Stop> {
    let record = tx.priority_weights_of(permit.scope(), authority)?;
    let (weights, _) = weights_in_force(record.as_ref(), work_mode(sources, authority));
    Ok(weights)
}

#[cfg(test)]
mod tests {
    use shared::issue::PriorityCriterion::{self, Feasibility, Reach, Severity, Urgency};
    use shared::priority::CriterionWeight;
    use storage::{Json, Key};
    use uuid::Uuid;

    use super::*;

    fn chosen(weights: &[(PriorityCriterion, u8)]) -> PriorityWeightsRecord {
        let weights = weights
            .iter()
            .map(|&(criterion, weight)| CriterionWeight { criterion, weight });
        PriorityWeightsRecord {
            authority_id: Key(AuthorityId::new(Uuid::from_u128(1))),
            weights: Some(Json(weights.collect())),
            version: 3,
        }
    }

    #[test]
    fn an_authority_that_begins_to_work_in_rounds_keeps_what_it_chose_for_the_three() {
        let record = chosen(&[(Reach, 2), (Urgency, 9)]);
        let (in_rounds, usual) = weights_in_force(Some(&record), WorkMode::Rounds);
        assert!(!usual);
        assert_eq!((in_rounds.weight(Reach), in_rounds.weight(Urgency)), (2, 0));
        let (whole, _) = weights_in_force(Some(&record), WorkMode::Continuous);
        assert_eq!(whole.weight(Urgency), 9);
    }

    #[test]
    fn where_nothing_of_it_is_left_the_three_count_as_much_again() {
        let told = told(Some(&chosen(&[(Urgency, 9)])), WorkMode::Rounds);
        assert!(told.usual && told.version == 3);
        let criteria: Vec<_> = told.weights.iter().map(|one| one.criterion).collect();
        assert_eq!(criteria, [Reach, Severity, Feasibility]);
    }
}
