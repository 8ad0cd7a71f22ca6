//! The life of a signal.

use super::{LifeCycle, Reason, Transition};
use crate::closed_list;

closed_list! {
    /// Where a signal stands. `draft` lives on the device only and is never stored.
    SignalState {
        /// Accepted by the server, not yet looked at for personal data.
        Submitted = "submitted",
        /// Certain personal data was found: masked until a person lifts it.
        Held = "held",
        /// In the inbox.
        Received = "received",
        /// A question waits for the provider's answer.
        QuestionOpen = "questionOpen",
        /// Part of at least one issue.
        Linked = "linked",
        /// Sent to the right address.
        Redirected = "redirected",
        /// Not structural, with a reason.
        NotStructural = "notStructural",
        /// Sent twice.
        Duplicate = "duplicate",
        /// Taken back by its sender.
        Withdrawn = "withdrawn",
        /// Text and contact are gone; counts stay.
        Erased = "erased",
    }
}

closed_list! {
    /// What can happen to a signal.
    SignalEvent {
        /// The machine found certain personal data.
        Hold = "hold",
        /// The machine found none, or the form said there is none.
        Receive = "receive",
        /// Personal data was replaced for good.
        Redact = "redact",
        /// It was a false alarm.
        Release = "release",
        /// A processor asks something.
        Ask = "ask",
        /// The provider answers.
        Answer = "answer",
        /// The processor takes the question back.
        CancelQuestion = "cancelQuestion",
        /// It becomes part of an issue.
        Link = "link",
        /// It leaves an issue; the history stays.
        Unlink = "unlink",
        /// Individual help or out of scope.
        Redirect = "redirect",
        /// Not structural.
        CloseNotStructural = "closeNotStructural",
        /// Sent twice.
        CloseDuplicate = "closeDuplicate",
        /// A processor takes such an end back.
        Reconsider = "reconsider",
        /// The sender takes it back.
        Withdraw = "withdraw",
        /// Retention, or the right to erasure.
        Erase = "erase",
    }
}

closed_list! {
    /// What must hold before something happens to a signal.
    SignalGuard {
        /// At least one link to an issue remains.
        HasLinks = "hasLinks",
        /// No link to an issue remains.
        NoLinks = "noLinks",
    }
}

type Line = Transition<SignalState, SignalEvent, SignalGuard>;

const fn line(from: SignalState, event: SignalEvent, to: SignalState) -> Line {
    Transition {
        from,
        event,
        to,
        guards: &[],
        reason: Reason::None,
    }
}

const fn owed(from: SignalState, event: SignalEvent, to: SignalState) -> Line {
    Transition {
        from,
        event,
        to,
        guards: &[],
        reason: Reason::Owed,
    }
}

const fn with_links(from: SignalState, event: SignalEvent, to: SignalState) -> Line {
    Transition {
        from,
        event,
        to,
        guards: &[SignalGuard::HasLinks],
        reason: Reason::None,
    }
}

const fn without_links(from: SignalState, event: SignalEvent, to: SignalState) -> Line {
    Transition {
        from,
        event,
        to,
        guards: &[SignalGuard::NoLinks],
        reason: Reason::None,
    }
}

impl LifeCycle for SignalState {
    type Event = SignalEvent;
    type Guard = SignalGuard;

    const FIRST: Self = Self::Submitted;
    const TRANSITIONS: &'static [Line] = {
        use SignalEvent as E;
        use SignalState as S;
        &[
            line(S::Submitted, E::Hold, S::Held),
            line(S::Submitted, E::Receive, S::Received),
            line(S::Held, E::Redact, S::Received),
            owed(S::Held, E::Release, S::Received),
            line(S::Received, E::Ask, S::QuestionOpen),
            line(S::Linked, E::Ask, S::QuestionOpen),
            without_links(S::QuestionOpen, E::Answer, S::Received),
            with_links(S::QuestionOpen, E::Answer, S::Linked),
            without_links(S::QuestionOpen, E::CancelQuestion, S::Received),
            with_links(S::QuestionOpen, E::CancelQuestion, S::Linked),
            line(S::Received, E::Link, S::Linked),
            line(S::Linked, E::Link, S::Linked),
            line(S::QuestionOpen, E::Link, S::QuestionOpen),
            without_links(S::Linked, E::Unlink, S::Received),
            with_links(S::Linked, E::Unlink, S::Linked),
            line(S::QuestionOpen, E::Unlink, S::QuestionOpen),
            owed(S::Received, E::Redirect, S::Redirected),
            owed(S::QuestionOpen, E::Redirect, S::Redirected),
            owed(S::Linked, E::Redirect, S::Redirected),
            owed(S::Received, E::CloseNotStructural, S::NotStructural),
            owed(S::QuestionOpen, E::CloseNotStructural, S::NotStructural),
            owed(S::Received, E::CloseDuplicate, S::Duplicate),
            owed(S::QuestionOpen, E::CloseDuplicate, S::Duplicate),
            owed(S::Linked, E::CloseDuplicate, S::Duplicate),
            // A hand that slips is not the provider's loss: the ends that a processor sets can be taken back.
            line(S::Redirected, E::Reconsider, S::Received),
            line(S::NotStructural, E::Reconsider, S::Received),
            line(S::Duplicate, E::Reconsider, S::Received),
            line(S::Submitted, E::Withdraw, S::Withdrawn),
            line(S::Held, E::Withdraw, S::Withdrawn),
            line(S::Received, E::Withdraw, S::Withdrawn),
            line(S::QuestionOpen, E::Withdraw, S::Withdrawn),
            line(S::Linked, E::Withdraw, S::Withdrawn),
            line(S::Redirected, E::Withdraw, S::Withdrawn),
            line(S::NotStructural, E::Withdraw, S::Withdrawn),
            line(S::Duplicate, E::Withdraw, S::Withdrawn),
            line(S::Submitted, E::Erase, S::Erased),
            line(S::Held, E::Erase, S::Erased),
            line(S::Received, E::Erase, S::Erased),
            line(S::QuestionOpen, E::Erase, S::Erased),
            line(S::Linked, E::Erase, S::Erased),
            line(S::Redirected, E::Erase, S::Erased),
            line(S::NotStructural, E::Erase, S::Erased),
            line(S::Duplicate, E::Erase, S::Erased),
            line(S::Withdrawn, E::Erase, S::Erased),
        ]
    };
}

impl SignalState {
    /// True when nothing more is expected of a processor.
    pub const fn is_ended(self) -> bool {
        matches!(
            self,
            Self::Redirected
                | Self::NotStructural
                | Self::Duplicate
                | Self::Withdrawn
                | Self::Erased
        )
    }

    /// True when its text may be searched, embedded and analysed (decisions.md 7).
    pub const fn is_readable(self) -> bool {
        !matches!(
            self,
            Self::Submitted | Self::Held | Self::Withdrawn | Self::Erased
        )
    }
}
