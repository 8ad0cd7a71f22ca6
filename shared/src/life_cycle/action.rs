//! The life of an action.

use super::{LifeCycle, Reason, Transition};
use crate::closed_list;
use crate::codes::ClosedList;

closed_list! {
    /// Where an action stands.
    ActionState {
        /// Agreed, not begun.
        Planned = "planned",
        /// Somebody works on it.
        Running = "running",
        /// Finished.
        Done = "done",
        /// Will not happen, with a reason.
        Cancelled = "cancelled",
    }
}

closed_list! {
    /// What can happen to an action.
    ActionEvent {
        /// The work begins.
        Start = "start",
        /// The work is finished.
        Finish = "finish",
        /// It will not happen.
        Cancel = "cancel",
        /// Finished or cancelled too soon: it runs again.
        Reopen = "reopen",
    }
}

/// Actions have no guards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoGuard {}

impl ClosedList for NoGuard {
    const ALL: &'static [Self] = &[];

    fn code(self) -> &'static str {
        match self {}
    }
}

type Line = Transition<ActionState, ActionEvent, NoGuard>;

const fn line(from: ActionState, event: ActionEvent, to: ActionState, reason: Reason) -> Line {
    Transition {
        from,
        event,
        to,
        guards: &[],
        reason,
    }
}

impl LifeCycle for ActionState {
    type Event = ActionEvent;
    type Guard = NoGuard;

    const FIRST: Self = Self::Planned;
    const TRANSITIONS: &'static [Line] = &[
        line(
            Self::Planned,
            ActionEvent::Start,
            Self::Running,
            Reason::None,
        ),
        line(Self::Running, ActionEvent::Finish, Self::Done, Reason::None),
        line(
            Self::Planned,
            ActionEvent::Cancel,
            Self::Cancelled,
            Reason::Owed,
        ),
        line(
            Self::Running,
            ActionEvent::Cancel,
            Self::Cancelled,
            Reason::Owed,
        ),
        line(Self::Done, ActionEvent::Reopen, Self::Running, Reason::None),
        line(
            Self::Cancelled,
            ActionEvent::Reopen,
            Self::Running,
            Reason::None,
        ),
    ];
}
