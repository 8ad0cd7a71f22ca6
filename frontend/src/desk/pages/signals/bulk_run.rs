//! Doing the same to very many signals: part after part, with what became of each.

use shared::issue::MAX_SIGNALS_PER_REQUEST;
use shared::problem::Problem;
use shared::signal_changes::{
    ChangedSignal, RefusedSignal, SeenSignal, SignalChange, SignalChanges, SignalChangesDraft,
};

use crate::api::{ApiClient, ApiError, Authorised};
use crate::browser::timer;

/// How many signals one act may change: at the pace of a small server that takes two minutes.
pub(super) const MOST: usize = 10_000;
/// So many go into one request: the bar moves, and one request answers within seconds.
const PART: usize = 200;
const _: () = assert!(PART <= MAX_SIGNALS_PER_REQUEST);
/// How often a part is sent anew when the server asks to come back.
const TRIES: u32 = 5;
const SECOND_MS: u64 = 1_000;

/// What became of all of them.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Outcome {
    /// As wanted.
    pub(super) done: Vec<ChangedSignal>,
    /// Refused, each with its reason.
    pub(super) refused: Vec<RefusedSignal>,
    /// Never answered for, since somebody stopped it or the server was away.
    pub(super) left: Vec<SeenSignal>,
    /// Why it ended before its end.
    pub(super) error: Option<ApiError>,
}

/// Changes all of them. `goes_on` hears how many are through, and says whether to go on.
pub(super) async fn run(
    api: ApiClient<Authorised>,
    change: SignalChange,
    signals: Vec<SeenSignal>,
    goes_on: impl Fn(usize) -> bool,
) -> Outcome {
    let mut outcome = Outcome::default();
    let mut parts = signals.chunks(PART);
    let mut through = 0;
    for part in parts.by_ref() {
        if !goes_on(through) {
            outcome.left.extend_from_slice(part);
            break;
        }
        match send(&api, &change, part).await {
            Ok(SignalChanges { done, refused }) => {
                outcome.done.extend(done);
                outcome.refused.extend(refused);
                through += part.len();
            }
            Err(error) => {
                outcome.left.extend_from_slice(part);
                outcome.error = Some(error);
                break;
            }
        }
    }
    outcome.left.extend(parts.flatten().copied());
    outcome
}

async fn send(
    api: &ApiClient<Authorised>,
    change: &SignalChange,
    part: &[SeenSignal],
) -> Result<SignalChanges, ApiError> {
    let draft = SignalChangesDraft {
        signals: part.to_vec(),
        change: change.clone(),
    };
    let mut tries = 0;
    loop {
        let answer = api.change_signals(&draft).await;
        tries += 1;
        match &answer {
            Err(ApiError::Refused(problem)) if problem.status == 429 && tries < TRIES => {
                timer::after(wait_ms(problem)).await;
            }
            _ => return answer,
        }
    }
}

fn wait_ms(problem: &Problem) -> i32 {
    let seconds = problem.retry_after_sec.unwrap_or(1).clamp(1, 60);
    i32::try_from(seconds * SECOND_MS).unwrap_or(i32::MAX)
}

/// What takes all of it back: signals that need the same go together, in as few requests as possible.
pub(super) fn undo(done: &[ChangedSignal]) -> Vec<(SignalChange, Vec<SeenSignal>)> {
    let mut groups: Vec<(SignalChange, Vec<SeenSignal>)> = Vec::new();
    for changed in done {
        let Some(undo) = &changed.undo else { continue };
        let seen = SeenSignal {
            id: changed.id,
            version: Some(changed.version),
        };
        match groups.iter_mut().find(|(change, _)| change == undo) {
            Some((_, signals)) => signals.push(seen),
            None => groups.push((undo.clone(), vec![seen])),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use shared::id::IssueId;
    use shared::problem::Code;
    use uuid::Uuid;

    use super::*;

    fn changed(number: u128, undo: Option<SignalChange>) -> ChangedSignal {
        ChangedSignal {
            id: Uuid::from_u128(number).into(),
            version: 7,
            undo,
        }
    }

    fn unlink(issue: u128) -> SignalChange {
        SignalChange {
            unlink: Some(IssueId::from(Uuid::from_u128(issue))),
            ..SignalChange::default()
        }
    }

    #[test]
    fn what_needs_the_same_is_taken_back_together_and_what_was_so_before_stays() {
        let done = [
            changed(1, Some(unlink(9))),
            changed(2, None),
            changed(3, Some(unlink(8))),
            changed(4, Some(unlink(9))),
        ];
        let groups = undo(&done);
        let counts: Vec<_> = groups
            .iter()
            .map(|(change, signals)| (change.clone(), signals.len()))
            .collect();
        assert_eq!(counts, [(unlink(9), 2), (unlink(8), 1)]);
        assert!(groups[0].1.iter().all(|seen| seen.version == Some(7)));
    }

    #[test]
    fn whoever_is_asked_to_come_back_waits_as_long_but_never_for_ever() {
        let asked = |seconds| {
            wait_ms(&Problem {
                retry_after_sec: seconds,
                ..Problem::new(Code::TooManyRequests)
            })
        };
        assert_eq!(
            [asked(None), asked(Some(3)), asked(Some(9_999))],
            [1_000, 3_000, 60_000]
        );
    }
}
