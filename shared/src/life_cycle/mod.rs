//! One transition table per life cycle, used by server, browser and tests (product.md, "The process").
//!
//! A table says which event leads from which state to which, which guards must hold, and whether a reason is owed.
//! It decides nothing else: who may cause an event stands in crate `policy`.

mod action;
mod feedback;
mod issue;
mod signal;

pub use action::{ActionEvent, ActionState};
pub use feedback::{FeedbackEvent, FeedbackState};
pub use issue::{IssueEvent, IssueGuard, IssueState};
pub use signal::{SignalEvent, SignalGuard, SignalState};

/// One line of a transition table.
#[derive(Debug, Clone, Copy)]
pub struct Transition<S: 'static, E: 'static, G: 'static> {
    /// The state before.
    pub from: S,
    /// What happens.
    pub event: E,
    /// The state after.
    pub to: S,
    /// What must hold; checked by the workflow, shown by the desk as a to-do list.
    pub guards: &'static [G],
    /// Whether a reason code or a motivation is owed.
    pub reason: Reason,
}

/// Whether an event owes a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// None is asked.
    None,
    /// It cannot happen without.
    Owed,
}

/// A state machine as a table.
pub trait LifeCycle: Sized + Copy + PartialEq + 'static {
    /// What can happen.
    type Event: Copy + PartialEq + 'static;
    /// What may have to hold.
    type Guard: Copy + PartialEq + 'static;

    /// Where everything begins.
    const FIRST: Self;
    /// The whole table.
    const TRANSITIONS: &'static [Transition<Self, Self::Event, Self::Guard>];

    /// Every line that starts in this state.
    fn exits(self) -> impl Iterator<Item = &'static Transition<Self, Self::Event, Self::Guard>> {
        Self::TRANSITIONS
            .iter()
            .filter(move |transition| transition.from == self)
    }

    /// The lines for an event in this state. More than one means that a guard tells them apart.
    fn on(
        self,
        event: Self::Event,
    ) -> impl Iterator<Item = &'static Transition<Self, Self::Event, Self::Guard>> {
        self.exits()
            .filter(move |transition| transition.event == event)
    }

    /// The state after an event, when every guard holds.
    fn after(
        self,
        event: Self::Event,
        holds: impl Fn(Self::Guard) -> bool,
    ) -> Result<Self, Refused<Self::Guard>> {
        self.after_into(event, |guard, _| holds(guard))
    }

    /// The same where a guard asks which line it stands on: "it was parked in this state" is true of one of several.
    fn after_into(
        self,
        event: Self::Event,
        holds: impl Fn(Self::Guard, Self) -> bool,
    ) -> Result<Self, Refused<Self::Guard>> {
        let mut missing = Vec::new();
        let mut possible = false;
        for transition in self.on(event) {
            possible = true;
            let unmet: Vec<Self::Guard> = transition
                .guards
                .iter()
                .copied()
                .filter(|guard| !holds(*guard, transition.to))
                .collect();
            if unmet.is_empty() {
                return Ok(transition.to);
            }
            missing = unmet;
        }
        Err(if possible {
            Refused::Guards(missing)
        } else {
            Refused::WrongState
        })
    }
}

/// Why an event cannot happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused<G> {
    /// Not from this state.
    WrongState,
    /// These guards do not hold.
    Guards(Vec<G>),
}
