//! Steps on a line.

use crate::prelude::*;

/// Where a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepState {
    /// Reached.
    Done,
    /// The last one that was reached.
    Now,
    /// Not yet.
    Later,
}

impl StepState {
    const fn class(self) -> &'static str {
        match self {
            Self::Done => "timeline__step timeline__step--done",
            Self::Now => "timeline__step timeline__step--now",
            Self::Later => "timeline__step timeline__step--later",
        }
    }
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimelineStep {
    /// Where it stands.
    pub state: StepState,
    /// Its name.
    pub title: String,
    /// The day it was reached.
    pub on: Option<Day>,
    /// What happened.
    pub lines: Vec<String>,
}

/// Steps in order; their state is a word, not only a colour.
#[component]
pub fn Timeline(
    /// The steps.
    steps: Vec<TimelineStep>,
) -> impl IntoView {
    let total = steps.len();
    let step = move |(position, step): (usize, TimelineStep)| {
        let TimelineStep {
            state,
            title,
            on,
            lines,
        } = step;
        let state_words = match state {
            StepState::Done => t!(timeline.step_done),
            StepState::Now => t!(timeline.step_now),
            StepState::Later => t!(timeline.step_later),
        };
        let place = t!(timeline.step_of, step = position + 1, total = total);
        view! {
            <li class=state.class() aria-current=(state == StepState::Now).then_some("step")>
                <p class="timeline__title">
                    <span class="visually-hidden">{format!("{place}: ")}</span>
                    <strong>{title}</strong>
                    <span class="visually-hidden">{format!(", {state_words}")}</span>
                    {on.map(|day| view! { <time class="timeline__day" datetime=day.to_string()>{crate::i18n::day(day)}</time> })}
                </p>
                {lines.into_iter().map(|line| view! { <p class="timeline__line">{line}</p> }).collect_view()}
            </li>
        }
    };
    view! { <ol class="timeline">{steps.into_iter().enumerate().map(step).collect_view()}</ol> }
}
