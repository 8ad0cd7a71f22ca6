//! The steps of a signal as its sender reads them: what was reached, what comes, or how it ended.

use shared::codes::Decision;
use shared::life_cycle::SignalState;
use shared::timeline::{ReachedStep, Step, Timeline};

use super::prelude::*;
use super::view::{StepState, TimelineStep};
use crate::i18n::day;

/// The line of a signal.
pub(super) fn steps_of(timeline: &Timeline) -> Vec<TimelineStep> {
    let is_over = timeline.state.is_ended() || reached(timeline, Step::Done);
    let last = timeline.steps.len().saturating_sub(1);
    let past = timeline.steps.iter().enumerate().map(|(position, step)| {
        let is_last = position == last && !is_over;
        past_step(
            timeline,
            step,
            if is_last {
                StepState::Now
            } else {
                StepState::Done
            },
        )
    });
    let mut steps: Vec<TimelineStep> = past.collect();
    if timeline.state.is_ended() {
        steps.extend(ended_step(timeline.state));
    } else if !is_over {
        steps.extend(upcoming(timeline).into_iter().map(later_step));
    }
    steps
}

fn reached(timeline: &Timeline, step: Step) -> bool {
    timeline.steps.iter().any(|reached| reached.step == step)
}

/// Steps still to come. A step that was skipped on the way does not come back; after a "no" nothing is done.
fn upcoming(timeline: &Timeline) -> Vec<Step> {
    let last = timeline.steps.last().map(|reached| reached.step);
    let is_no = timeline
        .steps
        .iter()
        .any(|reached| reached.decision == Some(Decision::NoAct));
    Step::ALL
        .iter()
        .copied()
        .filter(|step| last.is_none_or(|last| *step > last))
        .filter(|step| !(is_no && *step == Step::Action))
        .collect()
}

fn past_step(timeline: &Timeline, step: &ReachedStep, state: StepState) -> TimelineStep {
    TimelineStep {
        state,
        title: step.step.label().to_owned(),
        on: Some((step.on, words_of_day(timeline, step.on))),
        lines: lines_of(timeline, step),
    }
}

fn later_step(step: Step) -> TimelineStep {
    TimelineStep {
        state: StepState::Later,
        title: step.label().to_owned(),
        on: None,
        lines: Vec::new(),
    }
}

fn lines_of(timeline: &Timeline, step: &ReachedStep) -> Vec<String> {
    let mut lines = Vec::new();
    match step.step {
        Step::Received => {
            if timeline.state == SignalState::Held {
                lines.push(t!(feedback.held).to_owned());
            }
        }
        Step::Linked => {
            lines.extend(
                step.other_signals
                    .map(|count| t!(timeline.together, count = count)),
            );
            lines.extend(
                step.issue
                    .as_ref()
                    .map(|title| t!(feedback.issue, title = title)),
            );
        }
        Step::Weighed => {}
        Step::Decided => {
            lines.extend(step.decision.map(|decision| decided(decision).to_owned()));
            lines.extend(step.motivation.clone());
        }
        Step::Action => lines.extend(match (&step.action, step.due_on) {
            (Some(action), Some(due_on)) => {
                Some(t!(timeline.action_due, action = action, date = day(due_on)))
            }
            (Some(action), None) => Some(t!(feedback.action, action = action)),
            (None, _) => None,
        }),
        Step::Done => lines.extend(
            step.outcome
                .map(|outcome| t!(timeline.outcome, outcome = outcome.label())),
        ),
    }
    lines
}

/// A decision in the words in which it was taken.
fn decided(decision: Decision) -> &'static str {
    match decision {
        Decision::Act => t!(decide.act),
        Decision::NoAct => t!(decide.no_act),
        Decision::Escalate => t!(decide.escalate),
    }
}

/// The day of a step. An issue may have come further before this signal joined it: then it says so, or the days
/// would seem to run backwards.
fn words_of_day(timeline: &Timeline, on: Day) -> String {
    let received_on = timeline.steps.first().map(|step| step.on);
    if received_on.is_some_and(|received_on| on < received_on) {
        t!(timeline.earlier, date = day(on))
    } else {
        day(on)
    }
}

/// The end of a signal that does not go the whole way.
fn ended_step(state: SignalState) -> Option<TimelineStep> {
    let words = match state {
        SignalState::Redirected => t!(timeline.ended_redirected),
        SignalState::NotStructural => t!(timeline.ended_not_structural),
        SignalState::Duplicate => t!(timeline.ended_duplicate),
        SignalState::Withdrawn => t!(timeline.ended_withdrawn),
        SignalState::Erased => t!(timeline.ended_erased),
        _ => return None,
    };
    Some(TimelineStep {
        state: StepState::Done,
        title: state.label().to_owned(),
        on: None,
        lines: vec![words.to_owned()],
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn timeline(state: &str, steps: &[Value]) -> Timeline {
        crate::i18n::use_dutch_texts();
        serde_json::from_value(json!({
            "id": "0b6c2f0e-6a1d-4c1e-9a57-2f1f6d0c8e11", "authority": "linde", "state": state,
            "promisedOn": "2026-12-14", "late": false, "canUndo": false, "questions": [], "feedback": [],
            "steps": steps,
        }))
        .unwrap()
    }

    fn shape(timeline: &Timeline) -> Vec<(String, StepState)> {
        let steps = steps_of(timeline).into_iter();
        steps.map(|step| (step.title, step.state)).collect()
    }

    #[test]
    fn what_was_reached_comes_first_and_the_rest_is_announced() {
        let timeline = timeline(
            "linked",
            &[
                json!({"step": "received", "on": "2026-11-03"}),
                json!({"step": "linked", "on": "2026-11-12", "otherSignals": 14}),
            ],
        );
        let shape = shape(&timeline);
        assert_eq!(shape[0], ("Ontvangen".into(), StepState::Done));
        assert_eq!(shape[1], ("Samen bekeken".into(), StepState::Now));
        assert_eq!(shape[5], ("Klaar".into(), StepState::Later));
        let lines = &steps_of(&timeline)[1].lines;
        assert_eq!(lines, &["Samen met 14 andere signalen bekeken"]);
    }

    #[test]
    fn after_a_no_nothing_is_promised_to_be_done() {
        let timeline = timeline(
            "linked",
            &[
                json!({"step": "received", "on": "2026-11-03"}),
                json!({"step": "decided", "on": "2026-11-20", "decision": "noAct", "motivation": "Er is al een loket"}),
            ],
        );
        let titles: Vec<String> = shape(&timeline)
            .into_iter()
            .map(|(title, _)| title)
            .collect();
        assert_eq!(titles, ["Ontvangen", "Beslist", "Klaar"]);
        let lines = &steps_of(&timeline)[1].lines;
        assert_eq!(lines, &["We doen er nu niets aan", "Er is al een loket"]);
    }

    #[test]
    fn what_happened_before_a_signal_joined_says_so() {
        let timeline = timeline(
            "linked",
            &[
                json!({"step": "received", "on": "2026-03-18"}),
                json!({"step": "linked", "on": "2026-03-19"}),
                json!({"step": "weighed", "on": "2026-02-19"}),
            ],
        );
        let steps = steps_of(&timeline).into_iter();
        let days: Vec<String> = steps
            .filter_map(|step| step.on)
            .map(|(_, words)| words)
            .collect();
        assert_eq!(days, ["2026-03-18", "2026-03-19", "al op 2026-02-19"]);
    }

    #[test]
    fn a_signal_that_ended_early_says_how() {
        let timeline = timeline(
            "redirected",
            &[json!({"step": "received", "on": "2026-11-03"})],
        );
        let steps = steps_of(&timeline);
        assert_eq!(steps.len(), 2);
        assert_eq!(
            steps[1].lines,
            ["Dit hoort niet bij ons. Een andere dienst kan helpen."]
        );
        assert!(steps.iter().all(|step| step.state == StepState::Done));
    }

    #[test]
    fn a_held_signal_says_that_somebody_looks_at_it_first() {
        let timeline = timeline("held", &[json!({"step": "received", "on": "2026-11-03"})]);
        assert_eq!(
            steps_of(&timeline)[0].lines,
            ["We kijken uw tekst eerst na"]
        );
    }
}
