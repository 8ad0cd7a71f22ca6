//! The life of an issue.

use super::{LifeCycle, Reason, Transition};
use crate::closed_list;

closed_list! {
    /// Where an issue stands. What was decided is part of the state, because each decision has its own way on.
    IssueState {
        /// Somebody thinks that these signals belong together.
        Candidate = "candidate",
        /// It is described in neutral words and looked into.
        InAnalysis = "inAnalysis",
        /// Clear, neutral, recognised and shared.
        Validated = "validated",
        /// Weighed against the others.
        Prioritised = "prioritised",
        /// Decided: something will be done.
        DecidedAct = "decidedAct",
        /// Decided: nothing will be done, with a motivation.
        DecidedNoAct = "decidedNoAct",
        /// Decided: to a higher level.
        DecidedEscalate = "decidedEscalate",
        /// Sent to the higher level, which owes an answer.
        Escalated = "escalated",
        /// Somebody works on it.
        InAction = "inAction",
        /// The work stands still.
        Stalled = "stalled",
        /// The work is over, with an outcome.
        Resolved = "resolved",
        /// Not an issue after all.
        Dismissed = "dismissed",
        /// Waits until its review date.
        Parked = "parked",
        /// Over, and every provider knows.
        Closed = "closed",
        /// Went into another issue, to which its address leads.
        Merged = "merged",
    }
}

closed_list! {
    /// What can happen to an issue.
    IssueEvent {
        /// Description is ready for analysis.
        Analyse = "analyse",
        /// The four criteria are met.
        Validate = "validate",
        /// Not an issue after all.
        Dismiss = "dismiss",
        /// It waits until a date.
        Park = "park",
        /// It comes back, by hand or on its date.
        Unpark = "unpark",
        /// It was weighed.
        Prioritise = "prioritise",
        /// The decision is to act.
        DecideAct = "decideAct",
        /// The decision is not to act.
        DecideNoAct = "decideNoAct",
        /// The decision is to escalate.
        DecideEscalate = "decideEscalate",
        /// The neutral text went to the higher level.
        SendEscalation = "sendEscalation",
        /// The higher level acts, wholly or partly: so do we, with them.
        AnswerAct = "answerAct",
        /// The higher level refuses.
        AnswerNoAct = "answerNoAct",
        /// The first action can start.
        Start = "start",
        /// The work stands still.
        Stall = "stall",
        /// The work goes on.
        Resume = "resume",
        /// The work is over.
        Resolve = "resolve",
        /// Every provider knows what happened.
        Close = "close",
        /// New signals came in.
        Reopen = "reopen",
        /// A dismissal or a decision is taken back before anybody was told.
        Reconsider = "reconsider",
        /// It goes into another issue.
        Merge = "merge",
        /// It comes back out of the other issue.
        UndoMerge = "undoMerge",
    }
}

closed_list! {
    /// What must hold before something happens to an issue.
    IssueGuard {
        /// At least one signal is linked.
        HasSignal = "hasSignal",
        /// Title, neutral description, a theme and a governance level are filled in.
        Described = "described",
        /// Clear, neutral, recognised and shared are ticked.
        FourCriteria = "fourCriteria",
        /// Two organisations or more recognise it.
        TwoOrganisations = "twoOrganisations",
        /// An owner is assigned.
        HasOwner = "hasOwner",
        /// An action with owner and due date is planned.
        HasAction = "hasAction",
        /// Every provider of its signals can know what happened.
        AllInformed = "allInformed",
        /// It was closed less than 24 months ago.
        WithinReopenTerm = "withinReopenTerm",
        /// A signal came in after it was closed.
        HasNewSignal = "hasNewSignal",
        /// Nobody was told yet.
        NobodyInformed = "nobodyInformed",
        /// It was parked in this state.
        ParkedHere = "parkedHere",
        /// It was in this state when it was merged.
        MergedHere = "mergedHere",
    }
}

type Line = Transition<IssueState, IssueEvent, IssueGuard>;

const fn line(
    from: IssueState,
    event: IssueEvent,
    to: IssueState,
    guards: &'static [IssueGuard],
) -> Line {
    Transition {
        from,
        event,
        to,
        guards,
        reason: Reason::None,
    }
}

const fn owed(
    from: IssueState,
    event: IssueEvent,
    to: IssueState,
    guards: &'static [IssueGuard],
) -> Line {
    Transition {
        from,
        event,
        to,
        guards,
        reason: Reason::Owed,
    }
}

impl LifeCycle for IssueState {
    type Event = IssueEvent;
    type Guard = IssueGuard;

    const FIRST: Self = Self::Candidate;
    const TRANSITIONS: &'static [Line] = {
        use IssueEvent as E;
        use IssueGuard as G;
        use IssueState as S;
        &[
            line(
                S::Candidate,
                E::Analyse,
                S::InAnalysis,
                &[G::HasSignal, G::Described],
            ),
            line(
                S::InAnalysis,
                E::Validate,
                S::Validated,
                &[G::Described, G::FourCriteria, G::TwoOrganisations],
            ),
            owed(S::Candidate, E::Dismiss, S::Dismissed, &[]),
            owed(S::InAnalysis, E::Dismiss, S::Dismissed, &[]),
            owed(S::Candidate, E::Park, S::Parked, &[]),
            owed(S::InAnalysis, E::Park, S::Parked, &[]),
            owed(S::Validated, E::Park, S::Parked, &[]),
            owed(S::Prioritised, E::Park, S::Parked, &[]),
            owed(S::DecidedAct, E::Park, S::Parked, &[]),
            owed(S::DecidedNoAct, E::Park, S::Parked, &[]),
            owed(S::DecidedEscalate, E::Park, S::Parked, &[]),
            // "Parked → where it came from": one line per origin, told apart by the guard.
            line(S::Parked, E::Unpark, S::Candidate, &[G::ParkedHere]),
            line(S::Parked, E::Unpark, S::InAnalysis, &[G::ParkedHere]),
            line(S::Parked, E::Unpark, S::Validated, &[G::ParkedHere]),
            line(S::Parked, E::Unpark, S::Prioritised, &[G::ParkedHere]),
            line(S::Parked, E::Unpark, S::DecidedAct, &[G::ParkedHere]),
            line(S::Parked, E::Unpark, S::DecidedNoAct, &[G::ParkedHere]),
            line(S::Parked, E::Unpark, S::DecidedEscalate, &[G::ParkedHere]),
            line(S::Validated, E::Prioritise, S::Prioritised, &[]),
            owed(S::Prioritised, E::DecideAct, S::DecidedAct, &[]),
            owed(S::Prioritised, E::DecideNoAct, S::DecidedNoAct, &[]),
            owed(S::Prioritised, E::DecideEscalate, S::DecidedEscalate, &[]),
            line(S::DecidedEscalate, E::SendEscalation, S::Escalated, &[]),
            owed(S::Escalated, E::AnswerAct, S::DecidedAct, &[]),
            owed(S::Escalated, E::AnswerNoAct, S::DecidedNoAct, &[]),
            line(
                S::DecidedAct,
                E::Start,
                S::InAction,
                &[G::HasOwner, G::HasAction],
            ),
            owed(S::InAction, E::Stall, S::Stalled, &[]),
            line(S::Stalled, E::Resume, S::InAction, &[]),
            owed(S::InAction, E::Resolve, S::Resolved, &[]),
            owed(S::Stalled, E::Resolve, S::Resolved, &[]),
            line(S::Dismissed, E::Close, S::Closed, &[G::AllInformed]),
            line(S::DecidedNoAct, E::Close, S::Closed, &[G::AllInformed]),
            line(S::Resolved, E::Close, S::Closed, &[G::AllInformed]),
            owed(
                S::Closed,
                E::Reopen,
                S::InAnalysis,
                &[G::WithinReopenTerm, G::HasNewSignal],
            ),
            // A hand that slips: taken back while nobody was told. After that, only a new step can follow.
            line(
                S::Dismissed,
                E::Reconsider,
                S::InAnalysis,
                &[G::NobodyInformed],
            ),
            line(
                S::DecidedAct,
                E::Reconsider,
                S::Prioritised,
                &[G::NobodyInformed],
            ),
            line(
                S::DecidedNoAct,
                E::Reconsider,
                S::Prioritised,
                &[G::NobodyInformed],
            ),
            line(
                S::DecidedEscalate,
                E::Reconsider,
                S::Prioritised,
                &[G::NobodyInformed],
            ),
            line(S::Candidate, E::Merge, S::Merged, &[]),
            line(S::InAnalysis, E::Merge, S::Merged, &[]),
            line(S::Validated, E::Merge, S::Merged, &[]),
            line(S::Prioritised, E::Merge, S::Merged, &[]),
            line(S::Merged, E::UndoMerge, S::Candidate, &[G::MergedHere]),
            line(S::Merged, E::UndoMerge, S::InAnalysis, &[G::MergedHere]),
            line(S::Merged, E::UndoMerge, S::Validated, &[G::MergedHere]),
            line(S::Merged, E::UndoMerge, S::Prioritised, &[G::MergedHere]),
        ]
    };
}

impl IssueState {
    /// True while somebody still owes something on it; drives the 90-day feedback.
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Closed | Self::Merged)
    }

    /// True when signals may be linked to it.
    pub const fn takes_signals(self) -> bool {
        !matches!(self, Self::Closed | Self::Merged | Self::Dismissed)
    }

    /// True when its words may still be changed.
    pub const fn is_editable(self) -> bool {
        !matches!(self, Self::Closed | Self::Merged)
    }
}
