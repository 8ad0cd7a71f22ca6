//! The life of one feedback to one provider.

use super::action::NoGuard;
use super::{LifeCycle, Reason, Transition};
use crate::closed_list;

closed_list! {
    /// Where a feedback stands.
    FeedbackState {
        /// Owed.
        Due = "due",
        /// Written, not sent.
        Drafted = "drafted",
        /// Sent, or readable by receipt.
        Sent = "sent",
        /// The provider opened it.
        Read = "read",
        /// The provider said whether it helps.
        Rated = "rated",
    }
}

closed_list! {
    /// What can happen to a feedback.
    FeedbackEvent {
        /// Somebody writes it.
        Draft = "draft",
        /// It goes out.
        Send = "send",
        /// The provider opens it.
        Read = "read",
        /// The provider says whether it helps.
        Rate = "rate",
    }
}

type Line = Transition<FeedbackState, FeedbackEvent, NoGuard>;

const fn line(from: FeedbackState, event: FeedbackEvent, to: FeedbackState) -> Line {
    Transition {
        from,
        event,
        to,
        guards: &[],
        reason: Reason::None,
    }
}

impl LifeCycle for FeedbackState {
    type Event = FeedbackEvent;
    type Guard = NoGuard;

    const FIRST: Self = Self::Due;
    const TRANSITIONS: &'static [Line] = &[
        line(Self::Due, FeedbackEvent::Draft, Self::Drafted),
        line(Self::Drafted, FeedbackEvent::Draft, Self::Drafted),
        // Texts without a personal sentence (received, redirected …) go out as the template says.
        line(Self::Due, FeedbackEvent::Send, Self::Sent),
        line(Self::Drafted, FeedbackEvent::Send, Self::Sent),
        line(Self::Sent, FeedbackEvent::Read, Self::Read),
        // A second opening changes nothing; a rating may be changed.
        line(Self::Read, FeedbackEvent::Read, Self::Read),
        line(Self::Rated, FeedbackEvent::Read, Self::Rated),
        line(Self::Sent, FeedbackEvent::Rate, Self::Rated),
        line(Self::Read, FeedbackEvent::Rate, Self::Rated),
        line(Self::Rated, FeedbackEvent::Rate, Self::Rated),
    ];
}

impl FeedbackState {
    /// True when the provider can know what happened.
    pub const fn is_informed(self) -> bool {
        matches!(self, Self::Sent | Self::Read | Self::Rated)
    }
}
