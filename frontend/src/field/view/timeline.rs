//! Steps on a line; their state is a word, not only a colour.

use super::piece::{Piece, piece};
use crate::field::prelude::*;

/// Where a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::field) enum StepState {
    /// Reached.
    Done,
    /// The last one that was reached.
    Now,
    /// Not yet.
    Later,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::field) struct TimelineStep {
    /// Where it stands.
    pub(in crate::field) state: StepState,
    /// Its name.
    pub(in crate::field) title: String,
    /// The day it was reached, and how it is told.
    pub(in crate::field) on: Option<(Day, String)>,
    /// What happened.
    pub(in crate::field) lines: Vec<String>,
}

/// Steps in order.
pub(in crate::field) fn timeline(steps: &[TimelineStep]) -> Piece {
    let total = steps.len();
    let lines = steps
        .iter()
        .enumerate()
        .map(|(position, step)| one(step, position + 1, total));
    piece("ol").class("timeline").with_all(lines)
}

fn one(step: &TimelineStep, position: usize, total: usize) -> Piece {
    let (class, state) = match step.state {
        StepState::Done => (
            "timeline__step timeline__step--done",
            t!(timeline.step_done),
        ),
        StepState::Now => ("timeline__step timeline__step--now", t!(timeline.step_now)),
        StepState::Later => (
            "timeline__step timeline__step--later",
            t!(timeline.step_later),
        ),
    };
    let hidden = |words: &str| piece("span").class("visually-hidden").words(words);
    let place = t!(timeline.step_of, step = position, total = total);
    let title = piece("p")
        .class("timeline__title")
        .with(hidden(&format!("{place}: ")))
        .with(piece("strong").words(&step.title))
        .with(hidden(&format!(", {state}")));
    let title = match &step.on {
        Some((day, words)) => {
            let time = piece("time").class("timeline__day");
            title.with(time.attr("datetime", &day.to_string()).words(words))
        }
        None => title,
    };
    let lines = step.lines.iter();
    let line = piece("li").class(class);
    let line = if step.state == StepState::Now {
        line.attr("aria-current", "step")
    } else {
        line
    };
    line.with(title)
        .with_all(lines.map(|words| piece("p").class("timeline__line").words(words)))
}
