//! The kind of problem that a model sees in the signals of an issue.

use policy::Scope;
use shared::analysis::LEAST_CONFIDENCE;
use shared::codes::{ClosedList, KindOfProblem};
use shared::issue::KindProposal;
use storage::records::{IssueRecord, ShownKindRecord};
use storage::tx::query_types::KindSeen;
use storage::{At, Stored, Tx};

use crate::{Sources, Stop};

/// In fewer signals it may be a way of speaking.
const FEWEST: u32 = 2;

/// A person is about to tell the kind for the first time: what stood there as a proposal is kept, so that it can be seen how
/// often proposals are right.
pub(super) fn keep_shown(
    tx: &mut Tx<'_>,
    scope: &Scope,
    sources: &Sources,
    issue: &IssueRecord,
) -> Result<(), Stop> {
    if issue.kind.is_some() {
        return Ok(());
    }
    if let Some(proposal) = proposed(&tx.kinds_seen(scope, issue.id.0)?) {
        tx.put_shown_kind(
            scope,
            &ShownKindRecord {
                authority_id: issue.authority_id,
                issue_id: issue.id,
                model: proposal.model,
                kind: Stored(proposal.kind),
                confidence: proposal.confidence.into(),
                at: At(sources.now()),
            },
        )?;
    }
    Ok(())
}

/// The kind that the model is surest of over all signals; nothing where it sees it in one signal only, in less than half of
/// those in which it sees any, or is not sure enough.
pub(super) fn proposed(seen: &[KindSeen]) -> Option<KindProposal> {
    let (model, ..) = seen.first()?;
    // While another model takes over, those of the one that looked first speak: two do not add up.
    let seen: Vec<_> = seen.iter().filter(|(by, ..)| by == model).collect();
    let looked_at = u32::try_from(seen.len()).ok()?;
    let of = |kind: KindOfProblem| {
        let rows = seen
            .iter()
            .filter(|(_, seen, _)| seen.is_some_and(|it| it.0 == kind));
        rows.fold((0_u32, 0_u32), |(sum, signals), (_, _, sure)| {
            let sure = sure.and_then(|sure| u32::try_from(sure).ok());
            (sum + sure.unwrap_or_default(), signals + 1)
        })
    };
    let any = seen.iter().filter(|(_, kind, _)| kind.is_some()).count();
    let kinds = KindOfProblem::ALL.iter().rev();
    let best = kinds.max_by_key(|kind| of(**kind))?;
    let (sum, signals) = of(*best);
    let confidence = u8::try_from(sum / looked_at).ok()?;
    let is_clear = signals >= FEWEST && usize::try_from(signals * 2).ok()? >= any;
    (is_clear && confidence >= LEAST_CONFIDENCE).then(|| KindProposal {
        kind: *best,
        confidence,
        signals,
        looked_at,
        model: model.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(kind: Option<(KindOfProblem, i32)>) -> KindSeen {
        let (kind, sure) = kind.unzip();
        ("model".to_owned(), kind.map(Stored), sure)
    }

    #[test]
    fn it_is_the_kind_that_most_signals_show() {
        let gap = seen(Some((KindOfProblem::Gap, 80)));
        let rule = seen(Some((KindOfProblem::Regulation, 90)));
        let found = proposed(&[gap.clone(), gap.clone(), rule.clone(), gap.clone()]).unwrap();
        assert_eq!(
            (found.kind, found.signals, found.looked_at),
            (KindOfProblem::Gap, 3, 4)
        );
        assert_eq!(found.confidence, 60);
        // Half of them say otherwise, each alone.
        let info = seen(Some((KindOfProblem::Information, 90)));
        assert_eq!(
            proposed(&[gap.clone(), gap, rule, info.clone(), info]),
            None
        );
    }

    #[test]
    fn one_signal_or_little_trust_is_silence() {
        let gap = |sure| seen(Some((KindOfProblem::Gap, sure)));
        assert_eq!(proposed(&[]), None);
        assert_eq!(proposed(&[gap(99)]), None);
        assert_eq!(proposed(&[gap(70), gap(70), seen(None), seen(None)]), None);
        assert!(proposed(&[gap(80), gap(80), seen(None), seen(None)]).is_some());
    }

    #[test]
    fn two_models_do_not_add_up() {
        let (one, mut other) = (
            seen(Some((KindOfProblem::Gap, 90))),
            seen(Some((KindOfProblem::Gap, 90))),
        );
        other.0 = "another".to_owned();
        assert_eq!(proposed(&[one, other]), None);
    }
}
