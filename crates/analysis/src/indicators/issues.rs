//! Lead times and stages of signals and issues, and what becomes of them.

use shared::codes::{ClosedList, Decision};
use shared::indicator::{Conversion, Ending, Share, Stage, StageTime};
use shared::time::Day;

use super::facts::{Facts, IssueFact, SignalFact, Window, days};
use super::numbers::count;
use super::waiting::{Course, waiting};

/// From a signal to the first action on one of its issues; of several, the earliest counts.
pub(super) fn to_action(facts: &Facts, window: Window, signal: &SignalFact) -> Course {
    let linked = || {
        signal.links_in(window).filter_map(|link| {
            let issue = facts.issues.get(link.issue)?;
            Some((issue, link.linked_on))
        })
    };
    let started = linked().filter_map(|(issue, linked_on)| {
        let started_on = window.known(issue.started_on)?;
        Some((started_on, linked_on))
    });
    if let Some((started_on, linked_on)) = started.min() {
        return if linked_on > started_on {
            Course::JoinedLater
        } else {
            Course::Reached(days(signal.received_on, started_on))
        };
    }
    // One issue that goes on is enough to wait for.
    let goes_on = linked().any(|(issue, _)| left(window, issue).is_none());
    let last = linked()
        .filter_map(|(issue, linked_on)| {
            let (how, day) = left(window, issue)?;
            Some((day.max(linked_on), how))
        })
        .max();
    let by_itself = signal.ended.filter(|(_, day)| window.knows(*day));
    let ended = by_itself.or_else(|| {
        let (day, how) = last.filter(|_| !goes_on)?;
        Some((how, day))
    });
    Course::of(window, signal.received_on, None, ended)
}

fn left(window: Window, issue: &IssueFact) -> Option<(Ending, Day)> {
    issue.left.filter(|(_, day)| window.knows(*day))
}

/// From a signal to the first message of a person.
pub(super) fn to_response(window: Window, signal: &SignalFact) -> Course {
    Course::of(
        window,
        signal.received_on,
        signal.responded_on,
        signal.ended,
    )
}

/// From the first signal of an issue to the day on which somebody saw the issue.
pub(super) fn to_detection(window: Window, issue: &IssueFact) -> Option<Course> {
    let first = issue.first_received_on?;
    let is_of_window = window.holds(issue.seen_on);
    is_of_window.then(|| Course::of(window, first, Some(issue.seen_on), None))
}

/// Each stage: what entered it in the window, and how long it stayed.
pub(super) fn stages(facts: &Facts, window: Window, signals: &[&SignalFact]) -> Vec<StageTime> {
    let of_signal = |signal: &&SignalFact| {
        let (from, to) = (signal.received_on, signal.first_linked_on);
        Course::of(window, from, to, signal.ended)
    };
    let stage = |stage: &Stage| {
        let waiting = if *stage == Stage::Linked {
            waiting(signals.iter().map(of_signal))
        } else {
            let course = |issue| of_issue(window, *stage, issue);
            waiting(facts.issues.iter().filter_map(course))
        };
        StageTime {
            stage: *stage,
            waiting,
        }
    };
    Stage::ALL.iter().map(stage).collect()
}

fn of_issue(window: Window, stage: Stage, issue: &IssueFact) -> Option<Course> {
    let to_act = issue.decided.filter(|(how, _)| *how == Decision::Act);
    let (from, to) = match stage {
        Stage::Linked => return None,
        Stage::Analysed => (issue.first_linked_on, issue.analysed_on),
        Stage::Validated => (issue.analysed_on, issue.validated_on),
        Stage::Prioritised => (issue.validated_on, issue.prioritised_on),
        Stage::Decided => (issue.prioritised_on, issue.decided.map(|(_, day)| day)),
        Stage::Started => (to_act.map(|(_, day)| day), issue.started_on),
        Stage::Resolved => (issue.started_on, issue.resolved_on),
        Stage::Closed => (issue.resolved_on, issue.closed_on),
    };
    let from = from.filter(|day| window.holds(*day))?;
    Some(Course::of(window, from, to, issue.left))
}

/// What becomes of signals and issues.
pub(super) fn conversion(facts: &Facts, window: Window, signals: &[&SignalFact]) -> Conversion {
    let linked = signals
        .iter()
        .filter(|signal| signal.links_in(window).next().is_some());
    let issues = || facts.issues.iter();
    let is_decided_to_act = |issue: &&IssueFact| {
        issue
            .decided
            .is_some_and(|(how, day)| how == Decision::Act && window.knows(day))
    };
    let candidates = issues().filter(|issue| window.holds(issue.seen_on));
    let validated = candidates
        .clone()
        .filter(|issue| window.known(issue.validated_on).is_some());
    let is_weighed = |issue: &&IssueFact| issue.prioritised_on.is_some_and(|day| window.holds(day));
    let prioritised = issues().filter(is_weighed);
    let acted = prioritised.clone().filter(is_decided_to_act);
    let is_act = |issue: &&IssueFact| {
        issue
            .decided
            .is_some_and(|(how, day)| how == Decision::Act && window.holds(day))
    };
    let to_act = issues().filter(is_act);
    let done = to_act
        .clone()
        .filter(|issue| window.known(issue.done_on).is_some());
    Conversion {
        linked: Share::of(count(linked.count()), count(signals.len())),
        validated: Share::of(count(validated.count()), count(candidates.count())),
        acted: Share::of(count(acted.count()), count(prioritised.count())),
        done: Share::of(count(done.count()), count(to_act.count())),
    }
}
